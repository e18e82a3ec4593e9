using System.CommandLine;
using GanFromScratch.Benchmarks.Lab;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.MatMul;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Benchmarks.Commands;

/// <summary>
/// <c>matmul</c>: the matrix product at square sizes, or at the shapes of a GAN's dense layers with their two backward products. Each
/// product is checked before it is timed, as <c>kernels time</c> does.
/// </summary>
internal static class MatMulCommand
{
    /// <summary>How long a product is repeated.</summary>
    private const double Seconds = 0.5;

    public static Command Create()
    {
        var sizes = new Option<string>("--sizes")
        {
            Description =
                "Square sizes, comma-separated, or M×N×K as 64x512x784; 'gan' for the mlp model's products at batch 64 [256,512,1024,2048]",
            DefaultValueFactory = _ => "256,512,1024,2048",
        };
        var on = new DeviceChoice("cpu");
        var threads = new Option<int>("--threads") { Description = "Threads of the CPU device; 0 for one per core [0]" };
        var json = new Option<bool>("--json") { Description = "A JSON line a measure" };
        var command = new Command("matmul", "Time the matrix product.") { sizes, on.Device, on.Compiler, threads, json };
        command.SetAction(parsed =>
        {
            using Device target = on.Open(parsed, parsed.GetValue(threads));
            List<MatMul> products = [.. Parse(parsed.GetValue(sizes)!)];
            DevicePeak peak = DevicePeak.Measure(target);
            using var bench = new KernelBench(target, Seconds, limit: double.PositiveInfinity);
            foreach (MatMul product in products)
                Measure(bench, target, product, peak, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static IEnumerable<MatMul> Parse(string sizes)
    {
        if (sizes == "gan")
            return GanProducts(batch: 64);
        return sizes.Split(',', StringSplitOptions.TrimEntries).Select(size =>
        {
            string[] parts = size.Split('x');
            int[] numbers = Array.ConvertAll(parts, p => int.TryParse(p, out int n) && n is > 0 and <= 32768 ? n : throw new InputException(
                $"--sizes: expected whole numbers from 1 to 32768 such as 512 or 64x512x784, got '{size}'."));
            return numbers switch
            {
                [int n] => new MatMul(n, n, n),
                [int m, int n, int k] => new MatMul(m, n, k),
                _ => throw new InputException($"--sizes: expected one number or M x N x K, got '{size}'."),
            };
        });
    }

    /// <summary>Forward y = x·Wᵀ, dx = dy·W and dW += dyᵀ·x of every dense layer of the mlp model.</summary>
    private static IEnumerable<MatMul> GanProducts(int batch)
    {
        (int In, int Out)[] layers = [
            (100, 128), (128, 256), (256, 512), (512, 1024), (1024, 784), (784, 512), (512, 256), (256, 128), (128, 1)];
        foreach ((int In, int Out) in layers)
        {
            yield return new MatMul(batch, Out, In, TransposeB: true);
            yield return new MatMul(batch, In, Out);
            yield return new MatMul(Out, In, batch, TransposeA: true, Accumulate: true);
        }
    }

    private static void Measure(KernelBench bench, Device device, MatMul product, DevicePeak peak, bool json)
    {
        KernelTiming timing = bench.TimeContract(MatMulFamily.Product(product));
        JsonLine.Print(
            json,
            [
                ("measure", "matmul"), ("device", device.Name), ("m", product.M), ("n", product.N), ("k", product.K),
                ("median_ms", timing.Seconds * 1000), ("gflops", timing.Rate), ("share_of_peak", timing.ShareOf(peak)),
                .. product is { TransposeA: false, TransposeB: false }
                    ? Array.Empty<(string, object)>()
                    : [("transposed", product.TransposeA ? "a" : "b")],
            ]);
    }
}
