using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>The convolution kernels' SIMD faces, in all widths and in pieces, against the references in double.</summary>
[Category("Simd")]
public class Conv2dSimdTests
{
    /// <summary>
    /// Around tiles (4, 8, 12 channels; 8, 16, 32 images), a chunk of 16 pixels, and everything that a kernel can do at its
    /// edges.
    /// </summary>
    private static IEnumerable<TestCaseData> Cases()
    {
        Conv2dOptions same5 = new(stride: 2) { PaddingTop = 1, PaddingBottom = 2, PaddingLeft = 1, PaddingRight = 2 };
        yield return Case("one of everything", new Conv2d(1, 1, 1, 1, 1, 1, 1, new Conv2dOptions(1)));
        yield return Case("no images", new Conv2d(0, 3, 5, 5, 2, 3, 3, new Conv2dOptions(1, 1)));
        yield return Case("plain", new Conv2d(2, 3, 6, 5, 4, 3, 3, new Conv2dOptions(1)));
        yield return Case("padded", new Conv2d(9, 5, 5, 7, 13, 3, 3, new Conv2dOptions(1, 1)));
        yield return Case("strided", new Conv2d(17, 4, 9, 8, 9, 4, 4, new Conv2dOptions(2, 1)));
        yield return Case("same for a kernel of five", new Conv2d(33, 6, 7, 6, 12, 5, 5, same5));
        yield return Case(
            "each side otherwise",
            new Conv2d(3, 2, 5, 6, 5, 3, 2,
                new Conv2dOptions(1) { StrideH = 2, StrideW = 3, PaddingTop = 2, PaddingRight = 3, DilationH = 2 }));
        yield return Case("dilated", new Conv2d(4, 3, 8, 7, 3, 3, 3, new Conv2dOptions(1, 2, 2)));
        yield return Case("dilated and strided alike", new Conv2d(2, 3, 9, 9, 4, 3, 3, new Conv2dOptions(2, 2, 2)));
        yield return Case("dilated by three, strided by two", new Conv2d(2, 2, 10, 11, 3, 3, 2, new Conv2dOptions(2, 3, 3)));
        yield return Case("a kernel larger than the image", new Conv2d(5, 2, 2, 3, 3, 5, 5, new Conv2dOptions(1, 2)));
        yield return Case("outputs that see padding only", new Conv2d(2, 2, 2, 2, 3, 2, 2, new Conv2dOptions(1, 4)));
        yield return Case("a stride beyond the kernel", new Conv2d(2, 3, 8, 7, 2, 1, 2, new Conv2dOptions(3)));
        yield return Case("one channel in", new Conv2d(20, 1, 9, 9, 14, 5, 5, new Conv2dOptions(2, 2)));
        yield return Case("one channel out", new Conv2d(6, 10, 4, 4, 1, 4, 4, new Conv2dOptions(1)));
        yield return Case("kernel as large as the image", new Conv2d(3, 7, 4, 4, 8, 4, 4, new Conv2dOptions(1)));
        yield return Case("two groups", new Conv2d(3, 6, 5, 5, 4, 3, 3, new Conv2dOptions(2, 1, 1, 2)));
        yield return Case("a group a channel", new Conv2d(4, 5, 4, 4, 10, 3, 3, new Conv2dOptions(1, 1, 1, 5)));
        yield return Case("many channels", new Conv2d(2, 33, 3, 3, 26, 2, 2, new Conv2dOptions(1, 1)));
        yield return Case("a large kernel of few channels", new Conv2d(40, 2, 10, 9, 33, 9, 8, new Conv2dOptions(1)));
        yield return Case("blocks of images", new Conv2d(65, 3, 20, 21, 2, 2, 2, new Conv2dOptions(2)));

        static TestCaseData Case(string name, Conv2d sizes) => new TestCaseData(sizes).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Cases))]
    public void Forward(Conv2d sizes)
    {
        Forward(sizes, bias: true, default(Tanh));
        Forward(sizes, bias: false, default(Identity));
    }

    [TestCaseSource(nameof(Cases))]
    public void InputGradient(Conv2d sizes)
    {
        InputGradient(sizes, bias: true, new LeakyRelu(0.2f));
        InputGradient(sizes, bias: false, default(Identity));
    }

    [TestCaseSource(nameof(Cases))]
    public void WeightGradient(Conv2d sizes) =>
        WeightGradient(sizes, Conv2dWeightGradientSimd.Scratch(sizes), (accumulate, x, dy, dw, scratch, width, pieces) =>
    {
        for (int phase = 0; phase < Conv2dWeightGradientSimd.Phases; phase++)
            SimdRun.Execute(new Conv2dWeightGradientSimd(sizes, accumulate, phase, x, dy, dw, scratch), width, pieces);
    });

    [TestCaseSource(nameof(Cases))]
    public void One_two_and_three_threads_give_the_same_bits(Conv2d sizes)
    {
        float[][] one = On(1);
        Assert.That(On(2).Zip(one).All(pair => pair.First.SequenceEqual(pair.Second)), "two threads");
        Assert.That(On(3).Zip(one).All(pair => pair.First.SequenceEqual(pair.Second)), "three threads");

        float[][] On(int threads)
        {
            using var device = new CpuDevice(threads);
            BufferView Place(float[] values)
            {
                var view = new BufferView(device.Rent(values.Length), 0, values.Length);
                device.Upload(values, view);
                return view;
            }

            BufferView x = Place(Values(sizes.LengthX, 1)), w = Place(Values(sizes.LengthW, 2)), y = Place(Values(sizes.LengthY, 3));
            BufferView result = Place(new float[sizes.LengthY]), dx = Place(new float[sizes.LengthX]), dw = Place(new float[sizes.LengthW]);
            sizes.Run(x, w, null, result, default(Tanh));
            new Conv2dInputGradient(sizes).Run(y, w, dx);
            new Conv2dWeightGradient(sizes).Run(x, y, dw);
            return new[] { result, dx, dw }.Select(view =>
            {
                float[] values = new float[view.Length];
                device.Download(view, values);
                return values;
            }).ToArray();
        }
    }

    /// <summary>Odd sizes, so that the last square of outputs is cut; padding beyond the kernel; groups; a part of a panel.</summary>
    private static IEnumerable<TestCaseData> Squares()
    {
        yield return Case("padded", new Conv2d(5, 24, 7, 9, 25, 3, 3, new Conv2dOptions(1, 1)));
        yield return Case("not padded", new Conv2d(33, 25, 8, 10, 24, 3, 3, new Conv2dOptions(1)));
        yield return Case(
            "each side otherwise",
            new Conv2d(2, 32, 6, 7, 36, 3, 3, new Conv2dOptions(1) { PaddingTop = 3, PaddingLeft = 1, PaddingRight = 2 }));
        yield return Case("two groups", new Conv2d(9, 48, 6, 6, 50, 3, 3, new Conv2dOptions(1, 1, 1, 2)));

        static TestCaseData Case(string name, Conv2d sizes) => new TestCaseData(sizes).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Squares))]
    public void Winograd(Conv2d sizes)
    {
        float[] x = Values(sizes.LengthX, 1), w = Values(sizes.LengthW, 2), dy = Values(sizes.LengthY, 3), b = Values(sizes.O, 4);
        double[] y = new double[sizes.LengthY], dx = new double[sizes.LengthX];
        Conv2dReference.Run(sizes, Numbers.Wide(x), Numbers.Wide(w), Numbers.Wide(b), y, default(Tanh));
        Conv2dInputGradientReference.Run<double, Identity>(sizes, Numbers.Wide(dy), Numbers.Wide(w), default, dx, default);
        foreach ((int width, int pieces) in WidthsAndPieces())
        {
            Check(width, pieces, transposed: false, x, w, b, y, sizes.GroupC, default(Tanh));
            Check(width, pieces, transposed: true, dy, w, null, dx, sizes.GroupO, default(Identity));
        }

        void Check<TActivation>(
            int width, int pieces, bool transposed, float[] from, float[] weights, float[]? bias, double[] expected, int channels,
            TActivation activation)
            where TActivation : unmanaged, IUnaryFormula
        {
            Assert.That(Conv2dWinograd<TActivation>.Fits(sizes, transposed));
            using var memory = new KernelMemory();
            BufferView result = memory.Result(expected.Length), source = memory.Operand(from), kernel = memory.Operand(weights);
            BufferView? added = bias == null ? null : memory.Operand(bias);
            BufferView scratch = memory.Result(Conv2dWinograd<TActivation>.Scratch(sizes, transposed));
            for (int phase = 0; phase < Conv2dWinograd<TActivation>.Phases; phase++)
                SimdRun.Execute(
                    new Conv2dWinograd<TActivation>(sizes, transposed, phase, source, kernel, added, result, scratch, activation), width,
                    pieces);
            AssertClose(expected, memory.Read(result), 9 * channels, $"{sizes}, {width} bits, {pieces} pieces, transposed {transposed}");
            memory.Read(scratch);
        }
    }

    [TestCaseSource(nameof(Squares))]
    public void Winograd_on_one_two_and_three_threads(Conv2d sizes) => One_two_and_three_threads_give_the_same_bits(sizes);

    /// <summary>
    /// Few channels of pixels: registers that rows do not fill, tiles that channels and weights do not fill, every padding and stride.
    /// </summary>
    private static IEnumerable<TestCaseData> FewChannels()
    {
        yield return Case(
            "one", new Conv2d(3, 1, 28, 28, 64, 5, 5,
            new Conv2dOptions(2) { PaddingTop = 1, PaddingBottom = 2, PaddingLeft = 1, PaddingRight = 2 }));
        yield return Case("three", new Conv2d(2, 3, 16, 17, 13, 4, 4, new Conv2dOptions(2, 1)));
        yield return Case("rows of many registers", new Conv2d(1, 2, 9, 40, 6, 3, 3, new Conv2dOptions(1, 1)));
        yield return Case(
            "each side otherwise",
            new Conv2d(
                18, 2, 20, 19, 5, 3, 2,
                new Conv2dOptions(1) { StrideH = 2, StrideW = 3, PaddingTop = 2, PaddingRight = 3, DilationH = 2, DilationW = 3 }));
        yield return Case("a stride beyond the kernel", new Conv2d(2, 4, 22, 23, 7, 1, 2, new Conv2dOptions(3)));
        yield return Case("outputs that see padding only", new Conv2d(2, 1, 2, 3, 5, 2, 2, new Conv2dOptions(1, 4)));

        static TestCaseData Case(string name, Conv2d sizes) => new TestCaseData(sizes).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(FewChannels))]
    public void InputGradient_of_few_channels(Conv2d sizes)
    {
        float[] dy = Values(sizes.LengthY, 3), w = Values(sizes.LengthW, 2), b = Values(sizes.C, 4);
        double[] expected = new double[sizes.LengthX];
        Conv2dInputGradientReference.Run(sizes, Numbers.Wide(dy), Numbers.Wide(w), Numbers.Wide(b), expected, default(Tanh));
        Assert.That(PixelPlanes.Pay(sizes));
        foreach ((int width, int pieces) in WidthsAndPieces())
        {
            using var memory = new KernelMemory();
            BufferView result = memory.Result(expected.Length);
            SimdRun.Execute(
                new Conv2dInputGradientPixels<Tanh>(
                    sizes, memory.Operand(dy), memory.Operand(w), memory.Operand(b), result, default), width, pieces);
            AssertClose(expected, memory.Read(result), sizes.O * sizes.KH * sizes.KW, $"{sizes}, {width} bits, {pieces} pieces");
        }
    }

    [TestCaseSource(nameof(FewChannels))]
    public void WeightGradient_of_few_channels(Conv2d sizes) =>
        WeightGradient(sizes, Conv2dWeightGradientPixels.Scratch(sizes), (accumulate, x, dy, dw, scratch, width, pieces) =>
    {
        for (int phase = 0; phase < Conv2dWeightGradientPixels.Phases; phase++)
            SimdRun.Execute(new Conv2dWeightGradientPixels(sizes, accumulate, phase, x, dy, dw, scratch), width, pieces);
    });

    [TestCaseSource(nameof(FewChannels))]
    public void Few_channels_on_one_two_and_three_threads(Conv2d sizes) => One_two_and_three_threads_give_the_same_bits(sizes);

    /// <summary>The contract, with every choice of a kernel that it makes: among them products of matrices.</summary>
    [TestCaseSource(nameof(Cases))]
    [TestCaseSource(nameof(FewChannels))]
    public void What_the_contract_chooses_is_right(Conv2d sizes)
    {
        float[] x = Values(sizes.LengthX, 1), w = Values(sizes.LengthW, 2), dy = Values(sizes.LengthY, 3), b = Values(sizes.O, 4),
        before = Values(sizes.LengthW, 5);
        double[] y = new double[sizes.LengthY], dx = new double[sizes.LengthX], dw = Numbers.Wide(before);
        Conv2dReference.Run(sizes, Numbers.Wide(x), Numbers.Wide(w), Numbers.Wide(b), y, default(Tanh));
        Conv2dInputGradientReference.Run<double, Identity>(sizes, Numbers.Wide(dy), Numbers.Wide(w), default, dx, default);
        Conv2dWeightGradientReference.Run(sizes, true, Numbers.Wide(x), Numbers.Wide(dy), dw);
        using var memory = new KernelMemory();
        BufferView resultY = memory.Result(y.Length), resultX = memory.Result(dx.Length), resultW = memory.Result(before);
        BufferView inputs = memory.Operand(x), weights = memory.Operand(w), gradient = memory.Operand(dy);
        sizes.Run(inputs, weights, memory.Operand(b), resultY, default(Tanh));
        new Conv2dInputGradient(sizes).Run(gradient, weights, resultX);
        new Conv2dWeightGradient(sizes, Accumulate: true).Run(inputs, gradient, resultW);
        AssertClose(y, memory.Read(resultY), sizes.GroupC * sizes.KH * sizes.KW, "forward");
        AssertClose(dx, memory.Read(resultX), sizes.GroupO * sizes.KH * sizes.KW, "input gradient");
        AssertClose(dw, memory.Read(resultW), sizes.N * sizes.OutH * sizes.OutW, "weight gradient");
    }

    [Test]
    public void What_is_not_finite_stays_where_it_is_seen()
    {
        var sizes = new Conv2d(3, 2, 6, 6, 3, 3, 3, new Conv2dOptions(1));
        using var memory = new KernelMemory();
        float[] x = Values(sizes.LengthX, 1);
        x[(((1 * 2) + 1) * 36) + 0] = float.NaN;
        BufferView y = memory.Result((int)sizes.LengthY), scratch = memory.Result(Conv2dTiles<Identity>.Scratch(sizes, transposed: false));
        BufferView source = memory.Operand(x), w = memory.Operand(Values(sizes.LengthW, 2));
        for (int phase = 0; phase < Conv2dTiles<Identity>.Phases; phase++)
            SimdRun.Execute(new Conv2dSimd<Identity>(sizes, phase, source, w, null, y, scratch, default), 512);
        float[] values = memory.Read(y);
        Assert.That(Enumerable.Range(0, values.Length).Where(i => !float.IsFinite(values[i])), Is.EqualTo(new[] { 48, 64, 80 }));
    }

    [Test]
    public void Buffers_and_sizes_that_do_not_fit_are_refused()
    {
        using var device = new CpuDevice(1);
        var view = new BufferView(device.Rent(9), 0, 9);
        var sizes = new Conv2d(1, 1, 3, 3, 1, 3, 3, new Conv2dOptions(1, 1));
        Assert.That(
            () => sizes.Run(view, view, view, view, default(Identity)),
            Throws.ArgumentException.With.Message.Contains("the bias needs 1 values, got 9"));
        Assert.That(
            () => new Conv2dInputGradient(sizes).Run(view.Slice(0, 8), view, view),
            Throws.ArgumentException.With.Message.Contains("got 9, 9 and 8"));
        Assert.That(
            () => new Conv2dWeightGradient(sizes with { KH = 6 }).Run(view, view, view),
            Throws.ArgumentException.With.Message.Contains("spans 6×3"));
    }

    /// <summary>The phases of a weight gradient on these operands, in registers of a width and in pieces.</summary>
    private delegate void RunPhases(bool accumulate, BufferView x, BufferView dy, BufferView dw, BufferView scratch, int width, int pieces);

    private static void WeightGradient(Conv2d sizes, int scratchLength, RunPhases run)
    {
        float[] x = Values(sizes.LengthX, 1), dy = Values(sizes.LengthY, 3), before = Values(sizes.LengthW, 5);
        foreach (bool accumulate in new[] { false, true })
        {
            double[] expected = Numbers.Wide(before);
            Conv2dWeightGradientReference.Run(sizes, accumulate, Numbers.Wide(x), Numbers.Wide(dy), expected);
            foreach ((int width, int pieces) in WidthsAndPieces())
            {
                using var memory = new KernelMemory();
                BufferView result = memory.Result(before), scratch = memory.Result(scratchLength);
                run(accumulate, memory.Operand(x), memory.Operand(dy), result, scratch, width, pieces);
                AssertClose(
                    expected, memory.Read(result), sizes.N * sizes.OutH * sizes.OutW,
                    $"{sizes}, {width} bits, {pieces} pieces, accumulate {accumulate}");
                memory.Read(scratch);
            }
        }
    }

    private static void Forward<TActivation>(Conv2d sizes, bool bias, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        float[] x = Values(sizes.LengthX, 1), w = Values(sizes.LengthW, 2), b = bias ? Values(sizes.O, 4) : [];
        double[] expected = new double[sizes.LengthY];
        Conv2dReference.Run(sizes, Numbers.Wide(x), Numbers.Wide(w), Numbers.Wide(b), expected, activation);
        foreach ((int width, int pieces) in WidthsAndPieces())
        {
            using var memory = new KernelMemory();
            BufferView result = memory.Result(expected.Length), source = memory.Operand(x), weights = memory.Operand(w);
            BufferView? channels = bias ? memory.Operand(b) : null;
            BufferView scratch = memory.Result(Conv2dTiles<TActivation>.Scratch(sizes, transposed: false));
            for (int phase = 0; phase < Conv2dTiles<TActivation>.Phases; phase++)
                SimdRun.Execute(
                    new Conv2dSimd<TActivation>(sizes, phase, source, weights, channels, result, scratch, activation), width, pieces);
            AssertClose(expected, memory.Read(result), sizes.GroupC * sizes.KH * sizes.KW, $"{sizes}, {width} bits, {pieces} pieces");
            memory.Read(scratch);
        }
    }

    private static void InputGradient<TActivation>(Conv2d sizes, bool bias, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        float[] dy = Values(sizes.LengthY, 3), w = Values(sizes.LengthW, 2), b = bias ? Values(sizes.C, 4) : [];
        double[] expected = new double[sizes.LengthX];
        Conv2dInputGradientReference.Run(sizes, Numbers.Wide(dy), Numbers.Wide(w), Numbers.Wide(b), expected, activation);
        foreach ((int width, int pieces) in WidthsAndPieces())
        {
            using var memory = new KernelMemory();
            BufferView result = memory.Result(expected.Length), source = memory.Operand(dy), weights = memory.Operand(w);
            BufferView? channels = bias ? memory.Operand(b) : null;
            BufferView scratch = memory.Result(Conv2dTiles<TActivation>.Scratch(sizes, transposed: true));
            for (int phase = 0; phase < Conv2dTiles<TActivation>.Phases; phase++)
                SimdRun.Execute(
                    new Conv2dInputGradientSimd<TActivation>(sizes, phase, source, weights, channels, result, scratch, activation), width,
                    pieces);
            AssertClose(expected, memory.Read(result), sizes.GroupO * sizes.KH * sizes.KW, $"{sizes}, {width} bits, {pieces} pieces");
            memory.Read(scratch);
        }
    }

    private static IEnumerable<(int Width, int Pieces)> WidthsAndPieces() =>
        SimdRun.Widths.SelectMany(width => new[] { (width, 1), (width, 3) });

    private static float[] Values(long length, int seed) => Numbers.Uniform((int)length, -1, 1, seed);

    // Rounding errors of so many additions: at worst proportional to them.
    private static void AssertClose(double[] expected, float[] actual, int terms, string what) =>
        Numbers.AssertClose(expected, actual, 1e-6 * (2 + (terms / 20.0)), what);
}
