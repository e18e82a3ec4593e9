using GanFromScratch.Gan.Models;

namespace GanFromScratch.Tests.Gan.Models;

public sealed class LatentWalkTests
{
    [TestCase(WalkMode.Slerp)]
    [TestCase(WalkMode.Linear)]
    public void The_ends_are_exact(WalkMode mode)
    {
        (float[] from, float[] to) = (Normal(1), Normal(2));
        Assert.Multiple(() =>
        {
            Assert.That(At(from, to, 0, mode), Is.EqualTo(from));
            Assert.That(At(from, to, 1, mode), Is.EqualTo(to));
        });
    }

    [Test]
    public void Slerp_keeps_the_norm_of_points_of_one_length_and_goes_evenly()
    {
        float[] from = Normal(1), to = Normal(2);
        double scale = Norm(from) / Norm(to);
        to = [.. to.Select(x => (float)(x * scale))];
        double whole = Angle(from, to);
        foreach (double t in new[] { 0.1, 0.25, 0.5, 0.9 })
        {
            float[] point = At(from, to, t, WalkMode.Slerp);
            Assert.That(Norm(point), Is.EqualTo(Norm(from)).Within(1e-4), $"t = {t}");
            Assert.That(Angle(from, point), Is.EqualTo(t * whole).Within(1e-4), $"t = {t}");
            Assert.That(
                point[0],
                Is.EqualTo(((Math.Sin((1 - t) * whole) * from[0]) + (Math.Sin(t * whole) * to[0])) / Math.Sin(whole)).Within(1e-5),
                "Shoemake's formula");
        }
    }

    [Test]
    public void Slerp_goes_evenly_from_one_length_to_another() =>
        Assert.That(Norm(At([2, 0], [0, 6], 0.25, WalkMode.Slerp)), Is.EqualTo(3).Within(1e-6));

    [Test]
    public void The_straight_line_cuts_through_the_middle()
    {
        Assert.That(At([2, 0], [0, 6], 0.5, WalkMode.Linear), Is.EqualTo(new float[] { 1, 3 }));
        float[] middle = At(Normal(1), Normal(2), 0.5, WalkMode.Linear);
        Assert.That(Norm(middle) / Norm(Normal(1)), Is.EqualTo(Math.Sqrt(0.5)).Within(0.1), "where no noise lies");
    }

    [TestCase(new float[] { 1, 2 }, new float[] { 2, 4 }, new float[] { 1.5f, 3 })]
    [TestCase(new float[] { 1, 2 }, new float[] { -1, -2 }, new float[] { 0, 0 })]
    [TestCase(new float[] { 0, 0 }, new float[] { 1, 2 }, new float[] { 0.5f, 1 })]
    public void Where_no_great_circle_is_the_shortest_it_is_the_straight_line(float[] from, float[] to, float[] middle) =>
        Assert.That(At(from, to, 0.5, WalkMode.Slerp), Is.EqualTo(middle).Within(1e-6));

    private static float[] At(float[] from, float[] to, double t, WalkMode mode)
    {
        float[] point = new float[from.Length];
        LatentWalk.Point(from, to, t, mode, point);
        return point;
    }

    private static float[] Normal(int seed)
    {
        var random = new Random(seed);
        return [
            .. Enumerable.Range(0, 100).Select(
                _ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    private static double Norm(float[] x) => Math.Sqrt(x.Sum(v => (double)v * v));

    private static double Angle(float[] a, float[] b) => Math.Acos(a.Zip(b, (x, y) => (double)x * y).Sum() / (Norm(a) * Norm(b)));
}
