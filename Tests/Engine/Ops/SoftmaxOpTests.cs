using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

public class SoftmaxOpTests
{
    [TestCase(-1)]
    [TestCase(0)]
    [TestCase(1)]
    [GradientOf("Softmax")]
    [GradientOf("LogSoftmax")]
    public void Gradients_along_any_axis(int axis)
    {
        GradientAssert.Run(x => x[0].Softmax(axis), [[2, 3, 2]]);
        GradientAssert.Run(x => x[0].LogSoftmax(axis), [[2, 3, 2]]);
    }

    [Test]
    public void Of_a_vector_and_of_single_columns()
    {
        GradientAssert.Run(x => x[0].Softmax(), [[4]]);
        GradientAssert.Run(x => x[0].Softmax(), [[3, 1]]);
        GradientAssert.Run(x => x[0].LogSoftmax(), [[0, 3]]);
    }

    [Test]
    public void Rows_sum_to_1_and_large_numbers_do_not_overflow()
    {
        using var device = new CpuDevice(1);
        using Tensor x = Tensor.From(device, [2, 3], [1000, 1001, 1002, -1000, -1001, -1002]);
        Assert.That(x.Softmax().Sum([1]).ToArray(), Is.All.EqualTo(1).Within(1e-6));
        Assert.That(x.LogSoftmax().ToArray()[0], Is.EqualTo(-2.4076059f).Within(1e-5));
        Assert.That(x.Transpose().Softmax(0).Transpose().ToArray(), Is.EqualTo(x.Softmax().ToArray()));
    }

    [Test]
    public void Minus_infinity_is_a_probability_of_0()
    {
        using var device = new CpuDevice(1);
        using Tensor x = Tensor.From(device, [3], [0, float.NegativeInfinity, 0]);
        Assert.That(x.Softmax().ToArray(), Is.EqualTo(new[] { 0.5f, 0, 0.5f }));
        Assert.That(x.LogSoftmax().ToArray()[1], Is.EqualTo(float.NegativeInfinity));
    }
}
