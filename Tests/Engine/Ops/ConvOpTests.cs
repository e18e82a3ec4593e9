using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>Convolutions and their transposes.</summary>
public class ConvOpTests
{
    private static readonly Conv2dOptions Same5 = new(stride: 2) { PaddingTop = 1, PaddingBottom = 2, PaddingLeft = 1, PaddingRight = 2 };

    /// <summary>An input, weights, and options: small, because every element is varied twice.</summary>
    private static IEnumerable<TestCaseData> Convolutions()
    {
        yield return Case("plain", [2, 2, 3, 3], [3, 2, 2, 2], new Conv2dOptions());
        yield return Case("strided, padded", [1, 2, 4, 3], [2, 2, 3, 3], new Conv2dOptions(stride: 2, padding: 1));
        yield return Case("same for a kernel of five", [1, 1, 4, 4], [2, 1, 5, 5], Same5);
        yield return Case(
            "dilated, each side otherwise", [1, 1, 4, 5], [2, 1, 2, 2],
            new Conv2dOptions { StrideW = 2, PaddingTop = 1, PaddingRight = 2, DilationH = 2 });
        yield return Case("two groups", [1, 4, 3, 2], [2, 2, 2, 1], new Conv2dOptions(groups: 2));
        yield return Case("a group a channel", [2, 3, 2, 2], [3, 1, 2, 2], new Conv2dOptions(padding: 1, groups: 3));
        yield return Case("a stride beyond the kernel", [1, 1, 5, 5], [1, 1, 1, 2], new Conv2dOptions(stride: 3));

        static TestCaseData Case(string name, Shape x, Shape w, Conv2dOptions options) =>
            new TestCaseData(x, w, options).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Convolutions))]
    [GradientOf("Conv2d")]
    [GradientOf("Conv2dWeightGradient")]
    public void Conv2d_gradients(object input, object weight, object convolution)
    {
        (Shape x, Shape w, Conv2dOptions options) = ((Shape)input, (Shape)weight, (Conv2dOptions)convolution);
        GradientAssert.Run(t => t[0].Conv2d(t[1], t[2], options, default(Tanh)), [x, w, [w[0]]], -1, 1);
        GradientAssert.Run(t => t[0].Conv2d(t[1], null, options), [x, w], -1, 1);
    }

    [TestCaseSource(nameof(Convolutions))]
    [GradientOf("ConvTranspose2d")]
    public void ConvTranspose2d_gradients(object output, object weight, object convolution)
    {
        (Shape y, Shape w, Conv2dOptions options) = ((Shape)output, (Shape)weight, (Conv2dOptions)convolution);
        var sizes = new Conv2d(y[0], y[1], y[2], y[3], w[0], w[2], w[3], options);
        Shape x = [y[0], w[0], sizes.OutH, sizes.OutW];
        (int, int) left = (
            LeftOver(y[2], options.PaddingTop + options.PaddingBottom, w[2], options.DilationH, options.StrideH),
            LeftOver(y[3], options.PaddingLeft + options.PaddingRight, w[3], options.DilationW, options.StrideW));
        GradientAssert.Run(t =>
            {
                Tensor result = t[0].ConvTranspose2d(t[1], t[2], options, left, default(Sigmoid));
                Assert.That(result.Shape, Is.EqualTo(y));
                return result;
            },
            [x, w, [y[1]]], -1, 1);
        GradientAssert.Run(t => t[0].ConvTranspose2d(t[1], null, options, left), [x, w], -1, 1);

        static int LeftOver(int size, int padding, int kernel, int dilation, int stride) =>
            (size + padding - (dilation * (kernel - 1)) - 1) % stride;
    }

    /// <summary>A 3×3 image of 1 … 9 under the kernel (1, 2; 3, 4): the upper left is 1 + 2·2 + 3·4 + 4·5 = 37.</summary>
    [Test]
    public void A_small_example_by_hand()
    {
        using var device = new ReferenceDevice();
        using Tensor x = Tensor.From(
            device, [1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]), w = Tensor.From(device, [1, 1, 2, 2], [1, 2, 3, 4]);
        using Tensor bias = Tensor.From(device, [1], [100]);
        Assert.That(x.Conv2d(w, bias).ToArray(), Is.EqualTo(new float[] { 137, 147, 167, 177 }));
        Assert.That(x.Conv2d(w, padding: 1, stride: 2).ToArray(), Is.EqualTo(new float[] { 4, 18, 36, 77 }));

        using Tensor z = Tensor.From(device, [1, 1, 2, 2], [1, 10, 100, 1000]);
        Assert.That(z.ConvTranspose2d(w, bias).ToArray(), Is.EqualTo(new float[] { 101, 112, 120, 203, 1334, 2140, 400, 3500, 4100 }));
        Assert.That(
            z.ConvTranspose2d(w, stride: 2).ToArray(),
            Is.EqualTo(new float[] { 1, 2, 10, 20, 3, 4, 30, 40, 100, 200, 1000, 2000, 300, 400, 3000, 4000 }));
    }

    [TestCaseSource(nameof(Convolutions))]
    public void A_transposed_convolution_is_the_transpose(object input, object weight, object convolution)
    {
        (Shape xs, Shape ws, Conv2dOptions options) = ((Shape)input, (Shape)weight, (Conv2dOptions)convolution);
        using var device = new ReferenceDevice();
        using var scope = new TensorScope();
        Tensor x = Tensor.From(device, xs, Numbers.Uniform(xs.Size)), w = Tensor.From(device, ws, Numbers.Uniform(ws.Size, seed: 2));
        x.RequiresGrad = true;
        Tensor convolved = x.Conv2d(w, null, options);
        Tensor y = Tensor.From(device, convolved.Shape, Numbers.Uniform(convolved.Length, seed: 3));
        int leftH = (xs[2] + options.PaddingTop + options.PaddingBottom - (options.DilationH * (ws[2] - 1)) - 1) % options.StrideH;
        int leftW = (xs[3] + options.PaddingLeft + options.PaddingRight - (options.DilationW * (ws[3] - 1)) - 1) % options.StrideW;
        Tensor transposed = y.ConvTranspose2d(w, null, options, (leftH, leftW));
        Assert.That((x * transposed).Sum().Item(), Is.EqualTo((convolved * y).Sum().Item()).Within(1e-4));
    }

    [Test]
    public void Parameters_collect_over_uses_what_the_values_say()
    {
        using var device = new CpuDevice(1);
        using var scope = new TensorScope();
        Tensor x = Tensor.From(device, [2, 2, 5, 5], Numbers.Uniform(100)), w = Tensor.From(
            device, [3, 2, 3, 3], Numbers.Uniform(54, seed: 2));
        Tensor b = Tensor.From(device, [3], Numbers.Uniform(3, seed: 3)), v = Tensor.From(
            device, [3, 2, 3, 3], Numbers.Uniform(54, seed: 4));
        Tensor c = Tensor.From(device, [2], Numbers.Uniform(2, seed: 5));
        Tensor[] parameters = [w, b, v, c];
        foreach (Tensor parameter in parameters)
            parameter.RequiresGrad = true;
        Tensor Loss() =>
            x.Conv2d(w, b, new Conv2dOptions(2, 1), default(Tanh)).ConvTranspose2d(
                v, c, new Conv2dOptions(2, 1), default, default(Sigmoid)).Sum();
        for (int i = 0; i < 2; i++)
            Loss().Backward();
        Tensor[] apart = Gradients.Of(Loss() * 2, parameters);
        for (int i = 0; i < parameters.Length; i++)
            Numbers.AssertClose(Numbers.Wide(apart[i].ToArray()), parameters[i].Grad!.ToArray(), 1e-5, $"parameter {i}");
    }

    [Test]
    public void Impossible_shapes_are_refused_with_what_was_expected()
    {
        using var device = new ReferenceDevice();
        using var scope = new TensorScope();
        Tensor x = Tensor.Zeros(device, [1, 4, 5, 5]), w = Tensor.Zeros(device, [6, 4, 3, 3]);
        Refuses(() => x.Reshape(4, 25).Conv2d(w), "(N, C, H, W)");
        Refuses(() => x.Conv2d(Tensor.Zeros(device, [6, 3, 3, 3])), "expect 3 input channels, got 4");
        Refuses(() => x.Conv2d(Tensor.Zeros(device, [6, 4, 7, 3]), padding: 0), "spans 7×3 pixels and must fit the padded image, got 5×5");
        Refuses(() => x.Conv2d(w, dilation: 3), "spans 7×7");
        Refuses(() => x.Conv2d(Tensor.Zeros(device, [3, 2, 3, 3]), groups: 2), "2 groups must divide the channels, got 4 in and 3 out");
        Refuses(() => x.Conv2d(w, stride: 0), "stride must be at least 1");
        Refuses(() => x.Conv2d(w, padding: -1), "padding cannot be negative");
        Refuses(() => x.Conv2d(w, null, default(Conv2dOptions) with { Groups = 1 }), "stride must be at least 1");
        Refuses(() => x.Conv2d(w, Tensor.Zeros(device, [4])), "must have shape (6), got (4)");
        Refuses(() => x.ConvTranspose2d(w), "expect 6 input channels, got 4");
        Tensor u = Tensor.Zeros(device, [4, 2, 3, 3]);
        Refuses(() => x.ConvTranspose2d(u, stride: 2, outputPadding: 2), "output padding must be less than the stride 2×2");
        Refuses(() => x.ConvTranspose2d(u, padding: 4), "the output would be -1×-1 pixels");
        Refuses(() => x.ConvTranspose2d(u, groups: 3), "3 groups must divide");
        Refuses(() => x.ConvTranspose2d(u, Tensor.Zeros(device, [4])), "must have shape (2), got (4)");
        Assert.That(() => x.Conv2d(w, null, new Conv2dOptions(), default(Gelu)), Throws.ArgumentException.With.Message.Contains("Gelu"));
        Assert.That(
            () => x.ConvTranspose2d(u, null, new Conv2dOptions(), default, default(Gelu)),
            Throws.ArgumentException.With.Message.Contains("Gelu"));

        static void Refuses(Action action, string message) =>
            Assert.That(action, Throws.TypeOf<ShapeException>().With.Message.Contains(message));
    }
}
