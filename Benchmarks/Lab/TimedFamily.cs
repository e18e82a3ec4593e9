using GanFromScratch.Benchmarks.Lab.Cases;

namespace GanFromScratch.Benchmarks.Lab;

/// <summary>What is timed of a family of kernels.</summary>
/// <param name="Name">The family as <c>kernels</c> lists it.</param>
/// <param name="Shapes">Sizes that mean something: those of the mlp model at batch 64, and large ones that fill any device.</param>
/// <param name="Cases">The cases at a size.</param>
internal sealed record TimedFamily(string Name, CaseShape[] Shapes, Func<CaseShape, IEnumerable<KernelCase>> Cases)
{
    // The widest layer of the mlp model, its images, and more than any cache holds.
    private static readonly CaseShape Layer = new(64, 1024), Images = new(64, 784), Large = new(4096, 4096);

    // 64 images with 128 channels of 8×8, and 4 with 128 channels of 128×128: as many planes with so many pixels each.
    private static readonly CaseShape Planes = new(8192, 64), LargePlanes = new(512, 16384);

    // Weights of the mlp model's largest layer, and as many as a large model has.
    private static readonly CaseShape Weights = new(1024, 784), ManyWeights = new(4096, 4096);

    // A layer in the middle of the convolutional models, the first one of a discriminator, and one that fills any device.
    private static readonly CaseShape[] Images14 = [new(64, 128, 64), new(64, 64, 1), new(256, 128, 64)];

    public static IReadOnlyList<TimedFamily> All { get; } =
    [
        new("ArgMax", [new(64, 10), Large], ReductionCases.ArgMax),
        new("BatchNorm", [Layer, new(4096, 1024)], BatchNormCases.Forward),
        new("BatchNormGradient", [Layer, new(4096, 1024)], BatchNormCases.Backward),
        new("Binary", [Layer, Large], ElementwiseCases.Binary),
        new("BinaryGradient", [Layer, Large], ElementwiseCases.BinaryGradient),
        new("Conv2d", Images14, ConvolutionCases.Images),
        new("Conv2dWeightGradient", Images14, ConvolutionCases.Weights),
        new("CrossEntropy", [new(64, 10), new(4096, 1024)], ReductionCases.CrossEntropy),
        new("CrossEntropyGradient", [new(64, 10), new(4096, 1024)], ReductionCases.CrossEntropyGradient),
        new("Fill", [Weights, Large], ElementwiseCases.Fill),
        new("GatherRows", [new(64, 128), new(4096, 1024)], MovementCases.GatherRows),
        new("Loss", [new(64, 1), Images, Large], LossCases.Loss),
        new("LossGradient", [new(64, 1), Images, Large], LossCases.Gradient),
        new(
            "MatMul", [new(64, 1024, 512), new(64, 784, 1024), new(64, 512, 784), new(512, 512, 512), new(1024, 1024, 1024)],
            MatMulCases.Of),
        new("MaxPool2d", [Planes, LargePlanes], PoolingCases.MaxPool2d),
        new("MaxPool2dGather", [Planes, LargePlanes], PoolingCases.MaxPool2dGather),
        new("MaxPool2dGradient", [Planes, LargePlanes], PoolingCases.MaxPool2dGradient),
        new("OneHot", [new(64, 10), new(4096, 1024)], MovementCases.OneHot),
        new("ParameterUpdate", [Weights, ManyWeights], UpdateCases.Adam),
        new("RandomFill", [new(64, 100), Images, Large], UpdateCases.Normal),
        new("Reduce", [Layer, Large], ReductionCases.Reduce),
        new("Resample", [Planes, LargePlanes], PoolingCases.Resample),
        new("ScatterAddRows", [new(64, 128), new(4096, 1024)], MovementCases.ScatterAddRows),
        new("Select", [Layer, Large], ElementwiseCases.Select),
        new("Softmax", [new(64, 10), new(4096, 1024)], ReductionCases.Softmax),
        new("SoftmaxGradient", [new(64, 10), new(4096, 1024)], ReductionCases.SoftmaxGradient),
        new("StridedCopy", [Layer, Large], MovementCases.StridedCopy),
        new("Unary", [Layer, Large], ElementwiseCases.Unary),
        new("UnaryGradient", [Layer, Large], ElementwiseCases.UnaryGradient),
    ];
}
