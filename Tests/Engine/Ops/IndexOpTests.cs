using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>Ops that compute or follow indices.</summary>
public class IndexOpTests
{
    [Test]
    [GradientOf("GatherRows")]
    [GradientOf("ScatterAddRows")]
    public void Gradients_of_gathering_and_scattering()
    {
        double[] table = GradientCheck.Uniform(new Random(1), 8, -2, 2);
        bool[] constant = [false, true];
        GradientAssert.Run(x => x[0].Square().GatherRows(x[1]).Tanh(), [[4, 2], [5]], [table, [3, 0, 3, 1, 3]], constant: constant);
        GradientAssert.Run(x => x[0].Square().ScatterAddRows(x[1], 3).Tanh(), [[4, 2], [4]], [table, [2, 0, 2, 0]], constant: constant);
        GradientAssert.Run(x => x[0].Square().GatherRows(x[1]), [[2, 2, 2], [1]], [table, [1]], constant: constant);
        GradientAssert.Run(x => x[0].GatherRows(x[1]), [[4], [2]], [table[..4], [1, 1]], constant: constant);
    }

    [Test]
    public void A_table_collects_its_gradient_in_place()
    {
        using var device = new CpuDevice(2);
        using Tensor table = Tensor.From(device, [3, 2], [1, 2, 3, 4, 5, 6]), indices = Tensor.From(device, [3], [2, 0, 2]);
        table.RequiresGrad = true;
        Assert.That(table.GatherRows(indices).ToArray(), Is.EqualTo(new float[] { 5, 6, 1, 2, 5, 6 }));
        table.GatherRows(indices).Sum().Backward();
        table.GatherRows(indices).Sum().Backward();
        Assert.That(table.Grad!.ToArray(), Is.EqualTo(new float[] { 2, 2, 0, 0, 4, 4 }));
    }

    [TestCase(-1f)]
    [TestCase(2f)]
    [TestCase(0.5f)]
    [TestCase(1e30f)]
    [TestCase(float.NaN)]
    [TestCase(float.NegativeInfinity)]
    public void An_index_that_is_none_is_refused(float index)
    {
        using Device cpu = new CpuDevice(2), reference = new ReferenceDevice();
        foreach (Device device in new[] { cpu, reference })
        {
            using var scope = new TensorScope();
            Tensor table = Tensor.Ones(device, [2, 3]), logits = Tensor.Zeros(device, [3, 2]);
            Tensor indices = Tensor.From(device, [3], [0, index, 1]);
            Refuses("GatherRows", () => table.GatherRows(indices));
            Refuses("ScatterAddRows", () => Tensor.Ones(device, [3, 1]).ScatterAddRows(indices, 2));
            Refuses("OneHot", () => indices.OneHot(2));
            Refuses("CrossEntropy", () => logits.CrossEntropy(indices));
        }

        void Refuses(string op, Func<Tensor> run) =>
            Assert.That(
                () => run(),
                Throws.TypeOf<InputException>().With.Message.StartsWith($"{op}: an index is ")
                    .And.Message.Contains(", expected a whole number from 0 to 1;"), $"{index}");
    }

    [Test]
    public void An_index_that_is_none_is_refused_on_any_thread_and_in_a_recorded_step()
    {
        using var device = new CpuDevice(4);
        using Tensor indices = Tensor.Persistent(device, [100_000]), y = Tensor.Persistent(device, [100_000, 3]);
        using StepGraph step = StepGraph.Capture(device, () => y.CopyFrom(indices.OneHot(3)));
        step.Replay();
        float[] damaged = new float[indices.Length];
        damaged[70_000] = 3;
        indices.CopyFrom(damaged);
        Assert.That(
            step.Replay, Throws.TypeOf<InputException>().With.Message.Contains("an index is 3, expected a whole number from 0 to 2"));
    }

    [Test]
    public void OneHot_adds_an_axis()
    {
        using var device = new CpuDevice(1);
        using Tensor indices = Tensor.From(device, [1, 3], [2, 0, 1]);
        Assert.That(indices.OneHot(3).Shape, Is.EqualTo(Shape.Create([1, 3, 3])));
        Assert.That(indices.OneHot(3).ToArray(), Is.EqualTo(new float[] { 0, 0, 1, 1, 0, 0, 0, 1, 0 }));
    }

    [Test]
    public void ArgMax_takes_the_first_of_equals_and_the_first_NaN()
    {
        using var device = new CpuDevice(1);
        using Tensor x = Tensor.From(
            device, [3, 4], [1, 7, 7, 2, -1, float.NaN, 9, float.NaN, float.NegativeInfinity, float.NegativeInfinity, -5, -5]);
        Assert.That(x.ArgMax().ToArray(), Is.EqualTo(new float[] { 1, 1, 2 }));
        Assert.That(x.ArgMax(0).ToArray(), Is.EqualTo(new float[] { 0, 1, 1, 1 }));
        Assert.That(x.Transpose().ArgMax(0).ToArray(), Is.EqualTo(new float[] { 1, 1, 2 }));
        Assert.That(x.ArgMax(0, keepDims: true).Shape, Is.EqualTo(Shape.Create([1, 4])));
        Assert.That(x.ArgMax(1).Shape, Is.EqualTo(Shape.Create([3])));
        Assert.That(() => x.Slice(0, 0, 0).ArgMax(0), Throws.TypeOf<ShapeException>());
    }
}
