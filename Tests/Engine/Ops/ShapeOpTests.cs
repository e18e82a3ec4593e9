using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Ops;

/// <summary>Ops that move numbers: values by index, and gradients.</summary>
public class ShapeOpTests
{
    [Test]
    [GradientOf("Reshape")]
    public void Reshape_gradients()
    {
        GradientAssert.Run(x => x[0].Reshape(3, 4) * x[0].Reshape(-1, 4).Tanh(), [[2, 6]]);
        GradientAssert.Run(x => x[0].Reshape(Shape.Create([])).Square(), [[1, 1]]);
    }

    [Test]
    [GradientOf("Permute")]
    public void Permute_gradients()
    {
        foreach (int[] order in Orders(3))
            GradientAssert.Run(x => x[0].Permute(order).Square(), [[2, 3, 2]]);
        GradientAssert.Run(x => x[0].Transpose().MatMul(x[0]), [[2, 3]]);
    }

    [Test]
    [GradientOf("BroadcastTo")]
    public void BroadcastTo_gradients()
    {
        foreach (
            (Shape from, Shape to) in new (Shape, Shape)[]
            {
                ([], [2, 3]), ([3], [2, 3]), ([2, 1], [2, 3]), ([1, 3, 1], [2, 2, 3, 2]), ([2, 3], [2, 3]), ([1], [0])
            })
            GradientAssert.Run(x => x[0].Square().BroadcastTo(to), [from]);
    }

    [Test]
    [GradientOf("Slice")]
    public void Slice_gradients()
    {
        foreach ((int axis, int begin, int count) in new[] { (0, 0, 3), (0, 1, 2), (1, 3, 1), (-1, 0, 0), (1, 1, 2) })
            GradientAssert.Run(x => x[0].Slice(axis, begin, count).Square(), [[3, 4]]);
    }

    [Test]
    [GradientOf("Pad")]
    public void Pad_gradients()
    {
        foreach ((int axis, int before, int after) in new[] { (0, 1, 0), (1, 2, 3), (-1, 0, 0), (0, 0, 2) })
            GradientAssert.Run(x => x[0].Pad(axis, before, after, 1.5f).Square(), [[2, 3]]);
    }

    [Test]
    [GradientOf("Concat")]
    public void Concat_gradients()
    {
        GradientAssert.Run(x => Tensor.Concat([x[0], x[1], x[0]], 0).Square(), [[2, 2], [1, 2]]);
        GradientAssert.Run(x => Tensor.Concat([x[0], x[1]], -1).Square(), [[2, 1, 2], [2, 1, 3]]);
        GradientAssert.Run(x => Tensor.Concat([x[0], x[1]], 1).Square(), [[2, 0, 2], [2, 3, 2]]);
        GradientAssert.Run(x => Tensor.Concat([x[0]]).Square(), [[3]]);
    }

    [Test]
    public void Permute_puts_every_number_in_its_place()
    {
        using var device = new CpuDevice(2);
        foreach (Shape shape in new Shape[] { [2, 3, 4, 5], [1, 17, 1, 33], [3, 1, 70, 18], [2, 65, 3, 19] })
        {
            using Tensor x = Tensor.Arange(device, shape.Size);
            float[] values = x.ToArray();
            foreach (int[] order in Orders(4))
            {
                using Tensor y = x.Reshape(shape).Permute(order);
                float[] moved = y.ToArray();
                int[] at = new int[4];
                for (int i = 0; i < moved.Length; i++)
                {
                    for (int axis = 3, rest = i; axis >= 0; rest /= y.Shape[axis--])
                        at[order[axis]] = rest % y.Shape[axis];
                    int source = (((((at[0] * shape[1]) + at[1]) * shape[2]) + at[2]) * shape[3]) + at[3];
                    if (moved[i] != values[source])
                        Assert.Fail($"{shape} by ({string.Join(", ", order)}): element {i} is {moved[i]}, expected {values[source]}");
                }
            }
        }
    }

    [TestCase(1, 1)]
    [TestCase(1, 100)]
    [TestCase(17, 16)]
    [TestCase(63, 65)]
    [TestCase(129, 300)]
    [TestCase(0, 5)]
    public void Transposing_twice_changes_nothing(int M, int N)
    {
        using var device = new CpuDevice(2);
        using Tensor x = Tensor.From(device, [M, N], Numbers.Uniform(M * N));
        using Tensor once = x.Transpose(), twice = once.Transpose();
        Assert.That(once.Shape, Is.EqualTo(Shape.Create([N, M])));
        Assert.That(twice.ToArray(), Is.EqualTo(x.ToArray()));
    }

    [Test]
    public void Wrong_shapes_are_named()
    {
        using var device = new CpuDevice(1);
        using Tensor x = Tensor.Zeros(device, [2, 3]), y = Tensor.Zeros(device, [2, 4]);
        Assert.That(() => x + y, Throws.TypeOf<ShapeException>().With.Message.Contains("(2, 3)").And.Message.Contains("(2, 4)"));
        Assert.That(() => x.Reshape(4, -1), Throws.TypeOf<ShapeException>());
        Assert.That(() => x.Permute(0, 0), Throws.TypeOf<ShapeException>());
        Assert.That(() => x.Slice(1, 2, 2), Throws.TypeOf<ShapeException>());
        Assert.That(() => x.Pad(0, -1, 0), Throws.TypeOf<ShapeException>());
        Assert.That(() => Tensor.Concat([x, y]), Throws.TypeOf<ShapeException>());
        Assert.That(() => x.BroadcastTo([2]), Throws.TypeOf<ShapeException>());
        Assert.That(() => x.Sum([0, -2]), Throws.TypeOf<ShapeException>());
        Assert.That(() => x.Slice(1, int.MaxValue, 2), Throws.TypeOf<ShapeException>());
    }

    private static IEnumerable<int[]> Orders(int rank) =>
        rank == 1
            ? [[0]]
            : Orders(rank - 1).SelectMany(o => Enumerable.Range(0, rank).Select(i => (int[])[.. o[..i], rank - 1, .. o[i..]]));
}
