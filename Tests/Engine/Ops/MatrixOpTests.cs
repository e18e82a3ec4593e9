using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>Matrix products and dense layers.</summary>
public class MatrixOpTests
{
    [Test]
    [GradientOf("MatMul")]
    public void MatMul_gradients([Values] bool transposeA, [Values] bool transposeB)
    {
        foreach ((int M, int N, int K) in new[] { (2, 3, 4), (3, 1, 2), (1, 2, 1) })
        {
            Shape a = transposeA ? [K, M] : [M, K], b = transposeB ? [N, K] : [K, N];
            GradientAssert.Run(x => x[0].MatMul(x[1], transposeA, transposeB), [a, b]);
        }
    }

    [Test]
    [GradientOf("MatMulBatches")]
    public void Gradients_of_batches_of_products([Values] bool transposeA, [Values] bool transposeB)
    {
        (int M, int N, int K) = (2, 3, 4);
        int[] a = transposeA ? [K, M] : [M, K], b = transposeB ? [N, K] : [K, N];
        foreach ((int[] batchA, int[] batchB) in new (int[], int[])[] { ([2], [2]), ([2], []), ([], [2]), ([2, 1], [3]) })
        {
            GradientAssert.Run(
                x => x[0].MatMul(x[1], transposeA, transposeB),
                [Shape.Create([.. batchA, .. a]), Shape.Create([.. batchB, .. b])], -1, 1);
        }
    }

    [Test]
    public void A_batch_of_products_is_each_product()
    {
        using var device = new ReferenceDevice();
        using var scope = new TensorScope();
        Tensor a = Tensor.From(device, [3, 1, 2, 4], Numbers.Uniform(24));
        Tensor b = Tensor.From(device, [2, 4, 3], Numbers.Uniform(24, seed: 2));
        Tensor c = a.MatMul(b);
        Assert.That(c.Shape, Is.EqualTo(Shape.Create([3, 2, 2, 3])));
        for (int i = 0; i < 6; i++)
        {
            Tensor left = a.Slice(0, i / 2, 1).Reshape(2, 4), right = b.Slice(0, i % 2, 1).Reshape(4, 3);
            Assert.That(c.Reshape(6, 6).Slice(0, i, 1).ToArray(), Is.EqualTo(left.MatMul(right).ToArray()));
        }

        Assert.That(
            () => a.MatMul(b.Reshape(2, 3, 4)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("inner sizes must agree, got 4 and 3"));
    }

    [Test]
    public void A_matrix_times_itself() => GradientAssert.Run(x => x[0].MatMul(x[0], transposeOther: true).Tanh(), [[2, 3]], -1, 1);

    private static IEnumerable<Func<Tensor, Tensor, Tensor?, Tensor>> Activations()
    {
        static Func<Tensor, Tensor, Tensor?, Tensor> With<TFormula>(TFormula f)
            where TFormula : unmanaged, IUnaryFormula =>
            (x, w, b) => x.Linear(w, b, f);
        return [
            With(default(Identity)), With(default(Relu)), With(new LeakyRelu(0.2f)), With(default(Tanh)), With(default(Sigmoid)),
            With(default(Exp))];
    }

    [TestCaseSource(nameof(Activations))]
    [GradientOf("Linear")]
    public void Linear_gradients(object activation)
    {
        var linear = (Func<Tensor, Tensor, Tensor?, Tensor>)activation;
        GradientAssert.Run(x => linear(x[0], x[1], x[2]), [[3, 2], [4, 2], [4]], -1, 1);
        GradientAssert.Run(x => linear(x[0], x[1], null), [[1, 3], [2, 3]], -1, 1);
    }

    [Test]
    public void Linear_collects_in_its_parameters_what_the_values_say()
    {
        using var device = new ReferenceDevice();
        using Tensor x = Tensor.From(device, [3, 2], Numbers.Uniform(6)), w = Tensor.From(
            device, [4, 2], Numbers.Uniform(8, seed: 2)), b = Tensor.From(device, [4], Numbers.Uniform(4, seed: 3));
        w.RequiresGrad = b.RequiresGrad = true;
        for (int i = 0; i < 2; i++)
            x.Linear(w, b, default(Tanh)).Sum().Backward();
        float[] together = w.Grad!.ToArray(), biasTogether = b.Grad!.ToArray();
        Tensor[] apart = GanFromScratch.Engine.Autograd.Gradients.Of(x.Linear(w, b, default(Tanh)).Sum() * 2, [w, b]);
        Numbers.AssertClose(Numbers.Wide(apart[0].ToArray()), together, 1e-6, "weights");
        Numbers.AssertClose(Numbers.Wide(apart[1].ToArray()), biasTogether, 1e-6, "bias");
    }

    [Test]
    public void An_activation_whose_slope_needs_its_input_cannot_be_fused()
    {
        using var device = new ReferenceDevice();
        using Tensor x = Tensor.Zeros(device, [1, 1]);
        Assert.That(() => x.Linear(x, null, default(Gelu)), Throws.ArgumentException.With.Message.Contains("Gelu"));
        Assert.That(() => x.Linear(Tensor.Zeros(device, [2, 3])), Throws.TypeOf<ShapeException>().With.Message.Contains("(…, 3)"));
        Assert.That(() => x.MatMul(Tensor.Zeros(device, [2, 3])), Throws.TypeOf<ShapeException>().With.Message.Contains("inner sizes"));
    }
}
