using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.BatchNorm;
using GanFromScratch.Engine.Kernels.MatMul;
using GanFromScratch.Gan.Models;
using GanFromScratch.Layers;
using Conv2d = GanFromScratch.Engine.Kernels.Conv2d.Conv2d;
using Conv2dInputGradient = GanFromScratch.Engine.Kernels.Conv2d.Conv2dInputGradient;
using Conv2dWeightGradient = GanFromScratch.Engine.Kernels.Conv2d.Conv2dWeightGradient;
using Formulas = GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Benchmarks.Lab;

/// <summary>A kernel at the size at which a model's step runs it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Place">The layer, or what of a step besides the layers.</param>
/// <param name="Work">What it launches.</param>
internal sealed record PresetCase(string Model, string Place, KernelCase Work)
{
    public string Kernel => $"{Work.Family} {Work.Name}".TrimEnd();

    public override string ToString() => $"{Model} {Place}, {Kernel} {Work.Shape}";
}

/// <summary>The shapes of a model's training step, found by walking through its networks: forward, and each gradient.</summary>
internal static class PresetCases
{
    // What the reference convolves in a moment.
    private const int SmallBatch = 2;

    /// <summary>Each kind of work once, where it is largest: what one looks at first.</summary>
    public static IEnumerable<PresetCase> Largest(GanModel model, int batch) =>
        Of(model, batch).GroupBy(c => c.Kernel).Select(kind => kind.MaxBy(c => c.Work.Operands.Sum(o => (long)o.Length))!);

    /// <summary>Every layer's kernels, and what a step does besides; a shape that comes twice is listed once.</summary>
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
            PresetCase work in OfLayers(model, generator, [batch, model.LatentSize]).Concat(
                OfLayers(model, discriminator, [batch, .. model.SampleShape])))
            yield return work;
        foreach (Sequential network in new[] { generator, discriminator })
        {
            foreach (KernelCase work in UpdateCases.Adam(new CaseShape(1, network.Parameters().Sum(p => p.Length))))
                yield return Case($"{network.Name}'s optimizer", work);
        }

        foreach (KernelCase work in UpdateCases.Normal(new CaseShape(batch, model.LatentSize)))
            yield return Case("noise", work);
        foreach (KernelCase work in LossCases.Loss(new CaseShape(batch, 1)).Concat(LossCases.Gradient(new CaseShape(batch, 1))))
            yield return Case("loss", work);
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
        Layers.Conv2d convolution => Convolutions(input[0], n => Sizes(convolution, n, input, output), transposed: false),
        ConvTranspose2d convolution => Convolutions(input[0], n => Sizes(convolution, n, output, input), transposed: true),
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
        MatMulCases.Product(new CaseShape(batch, outputs, inputs), transposeB: true) with { Name = "forward" },
        MatMulCases.Product(new CaseShape(batch, inputs, outputs), transposeB: false) with { Name = "input gradient" },
        WeightProduct(new MatMul(outputs, inputs, batch, TransposeA: true)),
    ];

    private static KernelCase WeightProduct(MatMul sizes) => new(
        "MatMul", "weight gradient", $"{sizes.M}x{sizes.N}x{sizes.K}",
        [Operand.Uniform(sizes.M * sizes.K), Operand.Uniform(sizes.K * sizes.N), Operand.Result(sizes.M * sizes.N)],
        v => sizes.Run(v[0], v[1], v[2]))
    {
        Flops = sizes.Flops,
        Tolerance = 1e-6 * (4 + (sizes.K / 4.0)),
    };

    /// <summary>
    /// The three kernels of a convolution. A transposed one runs the same three: its forward is the input gradient of the convolution that
    /// takes its output to its input.
    /// </summary>
    private static IEnumerable<KernelCase> Convolutions(int batch, Func<int, Conv2d> sizes, bool transposed)
    {
        return new Func<int, KernelCase>[]
        {
            n => Convolution(sizes(n), transposed ? "as gradient" : ""),
            n => InputGradient(sizes(n), transposed ? "as transposed" : ""),
            n => WeightGradient(sizes(n), transposed ? "of transposed" : ""),
        }.Select(work => batch > SmallBatch ? work(batch) with { Small = work(SmallBatch) } : work(batch));
    }

    private static KernelCase Convolution(Conv2d s, string name) => Convolution(
        "Conv2d", name, s, s.GroupC * s.KH * s.KW, s.LengthX, s.LengthW, s.LengthY, v =>
            s.Run(v[0], v[1], null, v[2], default(Formulas.Identity)));

    private static KernelCase InputGradient(Conv2d s, string name) => Convolution(
        "Conv2dInputGradient", name, s, s.GroupO * s.KH * s.KW, s.LengthY, s.LengthW, s.LengthX, v =>
            new Conv2dInputGradient(s).Run(v[0], v[1], v[2]));

    private static KernelCase WeightGradient(Conv2d s, string name) => Convolution(
        "Conv2dWeightGradient", name, s, s.N * s.OutH * s.OutW, s.LengthX, s.LengthY, s.LengthW, v =>
            new Conv2dWeightGradient(s).Run(v[0], v[1], v[2]));

    private static KernelCase Convolution(
        string family, string name, Conv2d sizes, int terms, long first, long second, long result, Action<BufferView[]> contract) => new(
        family, name, $"{sizes.N}x{sizes.C}x{sizes.H}x{sizes.W}>{sizes.O}",
        [Operand.Uniform(checked((int)first)), Operand.Uniform(checked((int)second)), Operand.Result(checked((int)result))], contract)
    {
        Flops = sizes.Flops,
        Tolerance = 1e-6 * (4 + (terms / 4.0)),
    };

    /// <summary>The convolution whose image has the shape <paramref name="image"/> and whose output is <paramref name="output"/>.</summary>
    private static Conv2d Sizes(Convolution layer, int batch, Shape image, Shape output)
    {
        Shape input = layer is ConvTranspose2d ? output : image;
        return new Conv2d(
            batch, image[1], image[2], image[3], output[1], layer.Kernel.H, layer.Kernel.W, layer.WalkOver(input[2], input[3]));
    }

    private static IEnumerable<KernelCase> Norms(int n, int channels, int inner) =>
    [
        BatchNormCases.Forward(new Engine.Kernels.BatchNorm.BatchNorm(n, channels, inner), $"{n}x{channels}x{inner}"),
        BatchNormCases.Backward(new BatchNormGradient(n, channels, inner, Training: true), $"{n}x{channels}x{inner}"),
    ];

    private static IEnumerable<KernelCase> Activation<TFormula>(Shape shape, TFormula formula)
        where TFormula : unmanaged, Engine.Kernels.Elementwise.IUnaryFormula
    {
        var sizes = new CaseShape(shape[0], shape.Size / shape[0]);
        return [ElementwiseCases.Unary(sizes, formula), ElementwiseCases.UnaryGradient(sizes, formula)];
    }
}
