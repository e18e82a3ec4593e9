using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels;
using GanFromScratch.Engine.Kernels.BatchNorm;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Loss;
using GanFromScratch.Engine.Kernels.MatMul;
using GanFromScratch.Engine.Kernels.Optimizers;
using GanFromScratch.Engine.Kernels.Random;
using GanFromScratch.Gan.Models;
using GanFromScratch.Layers;
using BatchNorm = GanFromScratch.Engine.Kernels.BatchNorm.BatchNorm;
using Conv2d = GanFromScratch.Engine.Kernels.Conv2d.Conv2d;
using Formulas = GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Benchmarks.Lab;

/// <summary>A kernel at the size at which a model's step runs it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Place">The layer, or the part of a step outside the layers.</param>
/// <param name="Work">The kernel's work.</param>
internal sealed record PresetCase(string Model, string Place, KernelCase Work)
{
    public string Kernel => $"{Work.Family} {Work.Name}".TrimEnd();

    public override string ToString() => $"{Model} {Place}, {Kernel} {Work.Shape}";
}

/// <summary>The shapes of a model's training step, found by traversing its networks: the forward pass and each gradient.</summary>
internal static class PresetCases
{
    // Small enough for the reference to convolve quickly.
    private const int SmallBatch = 2;

    /// <summary>Each kind of work once, at its largest size.</summary>
    public static IEnumerable<PresetCase> Largest(GanModel model, int batch) =>
        Of(model, batch).GroupBy(c => c.Kernel).Select(kind => kind.MaxBy(c => c.Work.Operands.Sum(o => (long)o.Length))!);

    /// <summary>Every layer's kernels and the rest of a step; duplicate shapes are listed once.</summary>
    public static IEnumerable<PresetCase> Of(GanModel model, int batch)
    {
        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, seed: 1);
        using Sequential generator = model.Generator(random), discriminator = model.Discriminator(random);
        return [.. All(model, generator, discriminator, batch).DistinctBy(c => (c.Work.Family, c.Work.Name, c.Work.Shape))];
    }

    private static IEnumerable<PresetCase> All(GanModel model, Sequential generator, Sequential discriminator, int batch)
    {
        PresetCase Case(string place, KernelCase work) => new(model.Name, place, work);
        foreach (
            PresetCase work in OfLayers(model, generator, [batch, .. model.GeneratorInput]).Concat(
                OfLayers(model, discriminator, [batch, .. model.DiscriminatorInput])))
            yield return work;
        foreach (Sequential network in new[] { generator, discriminator })
            yield return Case(
                $"{network.Name}'s optimizer", ParameterUpdateFamily.Adam(new CaseShape(1, network.Parameters().Sum(p => p.Length))));

        yield return Case("noise", RandomFillFamily.Normal(new CaseShape(batch, model.LatentSize)));
        yield return Case("loss", LossFamily.BinaryCrossEntropy(new CaseShape(batch, 1)));
        yield return Case("loss", LossGradientFamily.BinaryCrossEntropy(new CaseShape(batch, 1)));
    }

    private static IEnumerable<PresetCase> OfLayers(GanModel model, Sequential network, Shape input)
    {
        foreach (Module layer in network.Children)
        {
            Shape output = layer.OutputShape(input);
            string place = $"{network.Name}.{layer.Name} {layer.Description}";
            foreach (KernelCase work in Work(layer, input, output))
                yield return new PresetCase(model.Name, place, work);
            input = output;
        }
    }

    private static IEnumerable<KernelCase> Work(Module layer, Shape input, Shape output) => layer switch
    {
        Dense dense => Products(input[0], dense.Inputs, dense.Outputs),
        PlainConvolution convolution => Convolutions(input[0], n => Sizes(convolution, n, input, output), transposed: false),
        TransposedConvolution convolution => Convolutions(input[0], n => Sizes(convolution, n, output, input), transposed: true),
        Layers.BatchNorm => Norms(input[0], input[1], input.Product(2, input.Rank)),
        Layers.LeakyRelu => Activation(output, new Formulas.LeakyRelu(0.2f)),
        Layers.Relu => Activation(output, default(Formulas.Relu)),
        Layers.Tanh => Activation(output, default(Formulas.Tanh)),
        Layers.Sigmoid => Activation(output, default(Formulas.Sigmoid)),
        _ => [],
    };

    /// <summary>y = x·Wᵀ, dx = dy·W, dW = dyᵀ·x.</summary>
    private static IEnumerable<KernelCase> Products(int batch, int inputs, int outputs) =>
    [
        MatMulFamily.Product(new CaseShape(batch, outputs, inputs), transposeB: true) with { Name = "forward" },
        MatMulFamily.Product(new CaseShape(batch, inputs, outputs), transposeB: false) with { Name = "input gradient" },
        MatMulFamily.Product(new MatMul(outputs, inputs, batch, TransposeA: true)) with { Name = "weight gradient" },
    ];

    /// <summary>
    /// The three kernels of a convolution. A transposed convolution runs the same three: its forward pass is the input gradient of the
    /// convolution that maps its output to its input.
    /// </summary>
    private static IEnumerable<KernelCase> Convolutions(int batch, Func<int, Conv2d> sizes, bool transposed)
    {
        return new Func<Conv2d, KernelCase>[]
        {
            s => Conv2dFamily.Of(transposed ? "as gradient" : "", Describe(s), s, bias: false),
            s => Conv2dInputGradientFamily.Of(transposed ? "as transposed" : "", Describe(s), s, bias: false),
            s => Conv2dWeightGradientFamily.Of(transposed ? "of transposed" : "", Describe(s), s),
        }.Select(work => batch > SmallBatch ? work(sizes(batch)) with { Small = work(sizes(SmallBatch)) } : work(sizes(batch)));
    }

    private static string Describe(Conv2d sizes) => $"{sizes.N}x{sizes.C}x{sizes.H}x{sizes.W}>{sizes.O}";

    /// <summary>The convolution whose image has the shape <paramref name="image"/> and whose output is <paramref name="output"/>.</summary>
    private static Conv2d Sizes(Convolution layer, int batch, Shape image, Shape output)
    {
        (image, output) = (OneRow(image), OneRow(output));
        Shape input = layer is TransposedConvolution ? output : image;
        return new Conv2d(
            batch, image[1], image[2], image[3], output[1], layer.Kernel.H, layer.Kernel.W, layer.OptionsFor(input[2], input[3]));
    }

    /// <summary>A sequence as an image of one row.</summary>
    private static Shape OneRow(Shape shape) => shape.Rank == 4 ? shape : [shape[0], shape[1], 1, shape[2]];

    private static IEnumerable<KernelCase> Norms(int n, int channels, int inner) =>
    [
        BatchNormFamily.Of(new BatchNorm(n, channels, inner), $"{n}x{channels}x{inner}"),
        BatchNormGradientFamily.Of(new BatchNormGradient(n, channels, inner, Training: true), $"{n}x{channels}x{inner}"),
    ];

    private static IEnumerable<KernelCase> Activation<TFormula>(Shape shape, TFormula formula)
        where TFormula : unmanaged, IUnaryFormula
    {
        var sizes = new CaseShape(shape[0], shape.Size / shape[0]);
        return [UnaryFamily.Of(sizes, formula), UnaryGradientFamily.Of(sizes, formula)];
    }
}
