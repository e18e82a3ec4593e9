using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Engine.Kernels.MatMul;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>Every rung of the convolutions' ladders against the references in double.</summary>
[TestFixtureSource(typeof(SimtFixture), nameof(KernelDevices))]
public class Conv2dSimtTests(string device) : SimtFixture(device)
{
    /// <summary>
    /// Around tiles (8 and 16 channels, 32 images, 16 pixels), and everything that a kernel can do at its edges.
    /// </summary>
    private static readonly (string Name, Conv2d Sizes)[] All =
    [
        ("one of everything", new Conv2d(1, 1, 1, 1, 1, 1, 1, new Conv2dOptions(1))),
        ("no images", new Conv2d(0, 3, 5, 5, 2, 3, 3, new Conv2dOptions(1, 1))),
        ("plain", new Conv2d(3, 3, 6, 5, 4, 3, 3, new Conv2dOptions(1))),
        ("padded", new Conv2d(16, 5, 5, 7, 13, 3, 3, new Conv2dOptions(1, 1))),
        ("strided", new Conv2d(17, 4, 9, 8, 9, 4, 4, new Conv2dOptions(2, 1))),
        (
            "same for a kernel of five",
            new Conv2d(33, 6, 7, 6, 12, 5, 5,
                new Conv2dOptions(stride: 2) { PaddingTop = 1, PaddingBottom = 2, PaddingLeft = 1, PaddingRight = 2 })),
        (
            "each side otherwise",
            new Conv2d(3, 2, 5, 6, 5, 3, 2,
                new Conv2dOptions(1) { StrideH = 2, StrideW = 3, PaddingTop = 2, PaddingRight = 3, DilationH = 2 })),
        ("dilated", new Conv2d(4, 3, 8, 7, 3, 3, 3, new Conv2dOptions(1, 2, 2))),
        ("dilated and strided alike", new Conv2d(2, 3, 9, 9, 4, 3, 3, new Conv2dOptions(2, 2, 2))),
        ("dilated by three, strided by two", new Conv2d(2, 2, 10, 11, 3, 3, 2, new Conv2dOptions(2, 3, 3))),
        ("a kernel larger than the image", new Conv2d(5, 2, 2, 3, 3, 5, 5, new Conv2dOptions(1, 2))),
        ("outputs that see padding only", new Conv2d(2, 2, 2, 2, 3, 2, 2, new Conv2dOptions(1, 4))),
        ("a stride beyond the kernel", new Conv2d(2, 3, 8, 7, 2, 1, 2, new Conv2dOptions(3))),
        ("pixels behind the last stride", new Conv2d(3, 4, 10, 9, 3, 3, 3, new Conv2dOptions(4))),
        ("one channel in", new Conv2d(20, 1, 9, 9, 14, 5, 5, new Conv2dOptions(2, 2))),
        ("one channel out", new Conv2d(6, 10, 4, 4, 1, 4, 4, new Conv2dOptions(1))),
        ("kernel as large as the image", new Conv2d(3, 7, 4, 4, 8, 4, 4, new Conv2dOptions(1))),
        ("two groups", new Conv2d(3, 6, 5, 5, 4, 3, 3, new Conv2dOptions(2, 1, 1, 2))),
        ("a group a channel", new Conv2d(4, 5, 4, 4, 10, 3, 3, new Conv2dOptions(1, 1, 1, 5))),
        ("a group a channel both ways", new Conv2d(35, 4, 6, 5, 4, 3, 3, new Conv2dOptions(2, 1, 1, 4))),
        ("many channels", new Conv2d(2, 33, 3, 3, 26, 2, 2, new Conv2dOptions(1, 1))),
        ("more channels than a tile", new Conv2d(5, 66, 4, 5, 70, 3, 3, new Conv2dOptions(1, 1))),
        ("a large kernel of few channels", new Conv2d(9, 2, 10, 9, 33, 9, 8, new Conv2dOptions(1))),
        ("blocks of images", new Conv2d(65, 3, 12, 11, 2, 2, 2, new Conv2dOptions(2))),
    ];

    public static IEnumerable<string> Versions =>
        ["Element", "SharedTile", "RegisterTile2", "RegisterTile4", "PanelsOfEight", "PanelsOfOne", "chosen"];

    public static IEnumerable<string> WeightVersions => ["Element", "RegisterTile2", "RegisterTile4", "Panels", "chosen"];

    /// <summary>As a convolution, and as its transpose; with and without bias, by one and the same program.</summary>
    [TestCaseSource(nameof(Versions))]
    public void Forward_and_input_gradient(string version)
    {
        // A tile in shared memory has a barrier before and behind each of its steps.
        foreach ((string name, Conv2d sizes) in Affordable(All, c => c.Sizes.Flops < (version == "SharedTile" ? 5e3 : 3e4)))
        {
            foreach (bool transposed in new[] { false, true })
            {
                foreach (bool withBias in new[] { false, true })
                    Check(version, name, sizes, transposed, withBias);
            }
        }
    }

    [TestCaseSource(nameof(WeightVersions))]
    public void Weight_gradient(string version)
    {
        foreach ((string name, Conv2d sizes) in Affordable(All, c => c.Sizes.Flops < 3e4))
        {
            float[] x = Values(sizes.LengthX, 1), dy = Values(sizes.LengthY, 3), before = Values(sizes.LengthW, 5);
            foreach (bool accumulate in new[] { false, true })
            {
                double[] expected = Numbers.Wide(before);
                Conv2dWeightGradientReference.Run(sizes, accumulate, Numbers.Wide(x), Numbers.Wide(dy), expected);
                using var memory = new KernelMemory(Device);
                BufferView result = memory.Result(before), a = memory.Operand(x), b = memory.Operand(dy);
                var conv = new WeightGradientGeometry(sizes, accumulate);
                switch (version)
                {
                    case "Element": Conv2dWeightGradientSimt.Element(Device, Division.Groups(before.Length), a, b, result, conv); break;
                    case "RegisterTile2": Conv2dWeightGradientSimt.RunTiles<Tile2>(Device, conv, a, b, result); break;
                    case "RegisterTile4": Conv2dWeightGradientSimt.RunTiles<Tile4>(Device, conv, a, b, result); break;
                    case "Panels": Conv2dWeightGradientPanelsSimt.Run(Device, sizes, accumulate, a, b, result); break;
                    default: new Conv2dWeightGradient(sizes, accumulate).Run(a, b, result); break;
                }

                AssertClose(
                    expected, memory.Read(result), sizes.N * sizes.OutH * sizes.OutW, $"{version}, {name}, accumulate {accumulate}");
            }
        }
    }

    [Test]
    public void The_same_convolution_twice_gives_the_same_bits()
    {
        RequireFastDevice();
        var sizes = new Conv2d(40, 9, 14, 14, 20, 5, 5, new Conv2dOptions(2, 2));
        float[] x = Values(sizes.LengthX, 1), w = Values(sizes.LengthW, 2), dy = Values(sizes.LengthY, 3);
        float[][] first = Once();
        Assert.That(Once().Zip(first).All(pair => pair.First.SequenceEqual(pair.Second)));

        float[][] Once()
        {
            using var memory = new KernelMemory(Device);
            BufferView a = memory.Operand(x), b = memory.Operand(w), d = memory.Operand(dy);
            BufferView y = memory.Result(dy.Length), dx = memory.Result(x.Length), dw = memory.Result(w.Length);
            sizes.Run(a, b, null, y, new LeakyRelu(0.2f));
            new Conv2dInputGradient(sizes).Run(d, b, null, dx, new LeakyRelu(0.2f));
            new Conv2dWeightGradient(sizes).Run(a, d, dw);
            return [memory.Read(y), memory.Read(dx), memory.Read(dw)];
        }
    }

    private void Check(string version, string name, Conv2d sizes, bool transposed, bool withBias)
    {
        var activation = new LeakyRelu(0.2f);
        float[] from = Values(transposed ? sizes.LengthY : sizes.LengthX, 1), w = Values(sizes.LengthW, 2), b = Values(
            !withBias ? 0 : transposed ? sizes.C : sizes.O, 4);
        double[] expected = new double[transposed ? sizes.LengthX : sizes.LengthY];
        if (transposed)
            Conv2dInputGradientReference.Run(sizes, Numbers.Wide(from), Numbers.Wide(w), Numbers.Wide(b), expected, activation);
        else
            Conv2dReference.Run(sizes, Numbers.Wide(from), Numbers.Wide(w), Numbers.Wide(b), expected, activation);
        using var memory = new KernelMemory(Device);
        BufferView result = memory.Result(expected.Length), source = memory.Operand(from), weights = memory.Operand(w);
        BufferView? bias = withBias ? memory.Operand(b) : null;
        var conv = new Conv2dGeometry(sizes, transposed);
        (TapAxis axisY, TapAxis axisX) = Conv2dSides.Of(sizes, transposed).Axes(sizes);
        switch (version)
        {
            case "Element": Conv2dSimt.Element(
                Device, Division.Groups(conv.Length), source, weights, bias, result, conv, axisY, axisX, activation); break;
            case "SharedTile": Conv2dSimt.SharedTile(
                Device, Conv2dSimt.Blocks(conv, axisY, axisX, 16), source, weights, bias, result, conv, axisY, axisX, activation); break;
            case "RegisterTile2": Conv2dSimt.RunTiles<Tile2, LeakyRelu>(
                Device, conv, axisY, axisX, source, weights, bias, result, activation); break;
            case "RegisterTile4": Conv2dSimt.RunTiles<Tile4, LeakyRelu>(
                Device, conv, axisY, axisX, source, weights, bias, result, activation); break;
            case "PanelsOfEight": Conv2dPanelsSimt.Run<EightChannels, LeakyRelu>(
                Device, sizes, transposed, source, weights, bias, result, activation); break;
            case "PanelsOfOne": Conv2dPanelsSimt.Run<OneChannel, LeakyRelu>(
                Device, sizes, transposed, source, weights, bias, result, activation); break;
            case "chosen" when transposed: new Conv2dInputGradient(sizes).Run(source, weights, bias, result, activation); break;
            default: sizes.Run(source, weights, bias, result, activation); break;
        }

        AssertClose(
            expected, memory.Read(result), conv.SourceC * conv.Taps,
            $"{version}, {name}, {(transposed ? "transposed" : "forward")}{(withBias ? ", bias" : "")}");
    }

    private static float[] Values(long length, int seed) => Numbers.Uniform((int)length, -1, 1, seed);

    // Rounding errors of so many additions: at worst proportional to them.
    private static void AssertClose(double[] expected, float[] actual, int terms, string what) =>
        Numbers.AssertClose(expected, actual, 1e-6 * (2 + (terms / 20.0)), what);
}
