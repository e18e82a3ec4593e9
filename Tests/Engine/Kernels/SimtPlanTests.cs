using GanFromScratch.Engine;
using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>A kernel's plan goes where the plan it was made from goes. Plain C#: no device is needed.</summary>
public class SimtPlanTests
{
    internal static readonly (Shape Shape, Shape A, Shape B)[] Shapes =
    [
        ([0], [0], [0]), ([1], [1], [1]), ([17], [17], [17]), ([65], [65], []), ([33], [], [33]), ([3, 9], [3, 9], [9]),
        ([5, 16], [5, 1], [5, 16]),
        ([7, 5], [7, 1], [1, 5]), ([2, 3, 19], [3, 1], [2, 1, 19]), ([3, 2, 2, 5], [2, 1, 5], [3, 1, 2, 1]), (
            [2, 3, 2, 3, 5], [2, 1, 2, 1, 5], [3, 1, 3, 1]),
        ([2, 3, 2, 2, 3, 5], [2, 1, 2, 1, 3, 1], [1, 3, 1, 2, 1, 5]), ([4097], [4097], [4097]), ([2, 4100], [4100], [2, 1]),
    ];

    [Test]
    public void Locates_what_the_broadcast_plan_locates()
    {
        int highest = 0;
        foreach ((Shape shape, Shape a, Shape b) in Shapes)
        {
            var plan = BroadcastPlan.Of(shape, a, b);
            var simt = new SimtPlan(plan);
            highest = Math.Max(highest, simt.Rank);
            for (int i = 0; i < shape.Size; i++)
            {
                plan.Locate(i / plan.Inner, out int rowA, out int rowB);
                simt.Locate(i / plan.Inner, out int simtRowA, out int simtRowB);
                simt.LocateElement(i, out int atA, out int atB);
                int column = i % plan.Inner;
                Assert.That((simtRowA, simtRowB), Is.EqualTo((rowA, rowB)), $"row of element {i} of {shape}");
                Assert.That(
                    (atA, atB), Is.EqualTo(
                        (rowA + (column * plan.InnerStrideA), rowB + (column * plan.InnerStrideB))), $"element {i} of {shape}");
            }
        }

        Assert.That(highest, Is.EqualTo(Shape.MaxRank), "the highest rank is among the cases");
    }
}
