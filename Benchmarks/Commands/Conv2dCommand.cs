using System.CommandLine;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Benchmarks.Commands;

/// <summary>
/// <c>conv2d</c>: convolutions of the sizes that GANs at 14×14 and 28×28 pixels are made of, forward and both gradients. Each is checked
/// against sampled sums before it is timed.
/// </summary>
internal static class Conv2dCommand
{
    private const int Batch = 64;

    private static readonly (string Name, Conv2d Sizes)[] Shapes =
    [
        ("64>128 14 k5s2", new Conv2d(Batch, 64, 14, 14, 128, 5, 5, new ConvolutionSizes(stride: 2, padding: 2))),
        ("128>128 14 k3s1", new Conv2d(Batch, 128, 14, 14, 128, 3, 3, new ConvolutionSizes(stride: 1, padding: 1))),
        ("1>64 28 k5s2", new Conv2d(Batch, 1, 28, 28, 64, 5, 5, new ConvolutionSizes(stride: 2, padding: 2))),
    ];

    public static Command Create()
    {
        var on = new DeviceChoice("cpu");
        var threads = new Option<int>("--threads") { Description = "Threads of the CPU device; 0 for one per core [0]" };
        var json = new Option<bool>("--json") { Description = "A JSON line a measure" };
        var command = new Command("conv2d", "Time convolutions, forward and backward.") { on.Device, on.Compiler, threads, json };
        command.SetAction(parsed =>
        {
            using Device target = on.Open(parsed, parsed.GetValue(threads));
            foreach ((string name, Conv2d sizes) in Shapes)
                Measure(target, name, sizes, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Measure(Device device, string name, Conv2d sizes, bool json)
    {
        using var scope = new TensorScope();
        using var random = new RandomSource(device, seed: 1);
        Tensor x = random.Uniform([sizes.N, sizes.C, sizes.H, sizes.W], -1, 1), w = random.Uniform(
            [sizes.O, sizes.C, sizes.KH, sizes.KW], -1, 1);
        Tensor bias = random.Uniform([sizes.O], -1, 1), dy = random.Uniform([sizes.N, sizes.O, sizes.OutH, sizes.OutW], -1, 1);
        Tensor y = Tensor.Zeros(device, dy.Shape), dx = Tensor.Zeros(device, x.Shape), dw = Tensor.Zeros(device, w.Shape);
        void Forward()
        {
            sizes.Run(x.View, w.View, bias.View, y.View, default(Identity));
            device.Synchronize();
        }

        void Backward()
        {
            new Conv2dInputGradient(sizes).Run(dy.View, w.View, dx.View);
            new Conv2dWeightGradient(sizes).Run(x.View, dy.View, dw.View);
            device.Synchronize();
        }

        Forward();
        Backward();
        Verify(sizes, x.ToArray(), w.ToArray(), bias.ToArray(), y.ToArray(), dy.ToArray(), dx.ToArray(), dw.ToArray());
        // A launch calls most of a kernel's methods once; the just-in-time compiler optimizes what has been called 30 times.
        const int warmUp = 40;
        int runs = (int)Math.Clamp(5e10 / sizes.Flops, 15, 400);
        (double forward, double backward) = (
            Timing.Milliseconds(Forward, runs, warmUp).Median, Timing.Milliseconds(Backward, runs, warmUp).Median);
        JsonLine.Print(
            json,
            [
                ("measure", "conv2d"), ("shape", name), ("batch", sizes.N), ("forward_ms", forward), ("backward_ms", backward),
                ("forward_gflops", sizes.Flops / forward / 1e6), ("backward_gflops", 2 * sizes.Flops / backward / 1e6),
            ]);
    }

    /// <summary>
    /// Some outputs by their definition. The gradients by what they mean: ⟨dx, x⟩ and ⟨dw, w⟩ are both ⟨dy, x ⋆ w⟩, since x ⋆ w is linear
    /// in either.
    /// </summary>
    private static void Verify(Conv2d sizes, float[] x, float[] w, float[] bias, float[] y, float[] dy, float[] dx, float[] dw)
    {
        var random = new Random(2);
        int pixels = sizes.OutH * sizes.OutW;
        for (int sample = 0; sample < 32; sample++)
        {
            int n = random.Next(sizes.N), o = random.Next(sizes.O), oy = random.Next(sizes.OutH), ox = random.Next(sizes.OutW);
            double sum = bias[o];
            for (int i = 0; i < sizes.C * sizes.KH * sizes.KW; i++)
            {
                (int c, int ky, int kx) = (i / sizes.KW / sizes.KH, i / sizes.KW % sizes.KH, i % sizes.KW);
                int iy = (oy * sizes.Steps.StrideH) + ky - sizes.Steps.Top, ix = (ox * sizes.Steps.StrideW) + kx - sizes.Steps.Left;
                if ((uint)iy < (uint)sizes.H && (uint)ix < (uint)sizes.W)
                    sum += (double)x[(((((n * sizes.C) + c) * sizes.H) + iy) * sizes.W) + ix] * w[(o * sizes.C * sizes.KH * sizes.KW) + i];
            }

            float got = y[(((n * sizes.O) + o) * pixels) + (oy * sizes.OutW) + ox];
            if (Math.Abs(sum - got) > 1e-5 * Math.Sqrt(sizes.C * sizes.KH * sizes.KW))
                throw new InvalidOperationException(
                    $"The convolution {sizes} is wrong at ({n}, {o}, {oy}, {ox}): expected {sum}, got {got}.");
        }

        double paired = 0;
        for (int i = 0; i < y.Length; i++)
            paired += (double)dy[i] * (y[i] - bias[i / pixels % sizes.O]);
        double byInput = Enumerable.Range(0, x.Length).Sum(
            i => (double)dx[i] * x[i]), byWeight = Enumerable.Range(0, w.Length).Sum(i => (double)dw[i] * w[i]);
        double tolerance = 1e-4 * Math.Sqrt(y.Length) * Math.Sqrt(sizes.C * sizes.KH * sizes.KW);
        if (Math.Abs(byInput - paired) > tolerance || Math.Abs(byWeight - paired) > tolerance)
            throw new InvalidOperationException(
                $"The gradients of {sizes} do not pair: expected {paired}, got {byInput} by input and {byWeight} by weights.");
    }
}
