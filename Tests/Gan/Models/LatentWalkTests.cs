using GanFromScratch.Gan.Models;

namespace GanFromScratch.Tests.GanModels;

public sealed class LatentWalkTests
{
    private static readonly float[] From = [3, 0, 0, 0], To = [0, 0, 4, 0];

    [TestCase(WalkMode.Slerp)]
    [TestCase(WalkMode.Linear)]
    public void Ends_are_the_ends(WalkMode mode)
    {
        Assert.That(At(0, mode), Is.EqualTo(From));
        Assert.That(At(1, mode), Is.EqualTo(To));
    }

    [Test]
    public void A_spherical_walk_keeps_the_length_that_a_straight_one_loses()
    {
        foreach (double t in new[] { 0.1, 0.25, 0.5, 0.9 })
        {
            float[] point = At(t, WalkMode.Slerp);
            Assert.That(Math.Sqrt(point.Sum(x => x * x)), Is.EqualTo(3 + t).Within(1e-6), "evenly from 3 to 4");
            Assert.That(Math.Atan2(point[2], point[0]), Is.EqualTo(t * Math.PI / 2).Within(1e-6), "the angle too");
        }

        float[] straight = At(0.5, WalkMode.Linear);
        Assert.That(Math.Sqrt(straight.Sum(x => x * x)), Is.EqualTo(2.5).Within(1e-6));
    }

    [Test]
    public void Where_no_great_circle_is_the_shortest_the_walk_is_straight()
    {
        float[] point = new float[2];
        LatentWalk.Point([1, 2], [-1, -2], 0.25, WalkMode.Slerp, point);
        Assert.That(point, Is.EqualTo(new[] { 0.5f, 1f }));
    }

    private static float[] At(double t, WalkMode mode)
    {
        float[] point = new float[4];
        LatentWalk.Point(From, To, t, mode, point);
        return point;
    }
}
