using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;

namespace GanFromScratch.Tests.Gan.Data;

public sealed class ToyDataTests
{
    private const int N = 40_000;

    private static IReadOnlyList<string> Names => ToyData.Names;

    [TestCaseSource(nameof(Names))]
    public void Points_lie_in_the_unit_square_and_fill_it(string name)
    {
        ToyData data = ToyData.Create(name, N, seed: 1);
        Assert.That(data.Count, Is.EqualTo(N));
        Assert.That(data.Points.Max(Math.Abs), Is.InRange(0.8f, 1f));
    }

    [TestCaseSource(nameof(Names))]
    public void The_seed_decides_and_more_points_begin_with_the_same(string name)
    {
        float[] points = ToyData.Create(name, 100, 1).Points;
        Assert.That(ToyData.Create(name, 200, 1).Points[..200], Is.EqualTo(points));
        Assert.That(ToyData.Create(name, 100, 2).Points, Is.Not.EqualTo(points));
    }

    [TestCase("ring", 8, 0.01)]
    [TestCase("grid", 25, 0.05)]
    public void Modes_are_equally_full_and_as_wide_as_published(string name, int modes, double sigma)
    {
        ToyData data = ToyData.Create(name, N, seed: 3);
        Assert.That(data.Centres, Has.Length.EqualTo(2 * modes));
        Assert.That(data.Sigma / data.Scale, Is.EqualTo(sigma).Within(1e-6));

        var counts = new int[modes];
        double squares = 0, products = 0;
        int within = 0;
        for (int i = 0; i < N; i++)
        {
            (double x, double y) = (data.Points[2 * i], data.Points[(2 * i) + 1]);
            int nearest = Enumerable.Range(0, modes).MinBy(k => Distance(data, k, x, y));
            double dx = (x - data.Centres[2 * nearest]) / data.Sigma, dy = (y - data.Centres[(2 * nearest) + 1]) / data.Sigma;
            counts[nearest]++;
            squares += ((dx * dx) + (dy * dy)) / 2;
            products += dx * dy;
            within += (dx * dx) + (dy * dy) <= 9 ? 1 : 0;
        }

        double expected = (double)N / modes;
        Assert.Multiple(() =>
        {
            Assert.That(counts, Has.All.EqualTo(expected).Within(5 * Math.Sqrt(expected)));
            Assert.That(squares / N, Is.EqualTo(1).Within(0.03), "variance in units of σ²");
            Assert.That(products / N, Is.Zero.Within(0.03), "x and y are independent");
            // Of a round Gaussian 1 − exp(−9/2) lies within 3σ.
            Assert.That((double)within / N, Is.EqualTo(1 - Math.Exp(-4.5)).Within(0.003));
        });
    }

    [Test]
    public void Centres_lie_where_the_protocol_puts_them()
    {
        ToyData ring = ToyData.Create("ring", 1, 1), grid = ToyData.Create("grid", 1, 1);
        for (int k = 0; k < 8; k++)
            Assert.That(Math.Sqrt(Distance(ring, k, 0, 0)) / ring.Scale, Is.EqualTo(1).Within(1e-5));
        Assert.That(grid.Centres.Select(c => (int)Math.Round(c / grid.Scale)).Distinct().Order(), Is.EqualTo(new[] { -4, -2, 0, 2, 4 }));
    }

    [Test]
    public void Moons_and_spiral_lie_on_their_curves()
    {
        ToyData moons = ToyData.Create("moons", 4000, 1), spiral = ToyData.Create("spiral", 4000, 1);
        double moonsOff = 0, spiralOff = 0;
        for (int i = 0; i < 4000; i++)
        {
            (double x, double y) = ((moons.Points[2 * i] / moons.Scale) + 0.5, (moons.Points[(2 * i) + 1] / moons.Scale) + 0.25);
            double upper = Math.Abs(Math.Sqrt((x * x) + (y * y)) - 1), lower = Math.Abs(
                Math.Sqrt(((x - 1) * (x - 1)) + ((y - 0.5) * (y - 0.5))) - 1);
            moonsOff = Math.Max(moonsOff, Math.Min(upper, lower));
            (x, y) = (spiral.Points[2 * i] / spiral.Scale, spiral.Points[(2 * i) + 1] / spiral.Scale);
            // The arms repeat every half turn, so the radius is the angle's, up to a multiple of a third.
            double radius = Math.Sqrt((x * x) + (y * y)), phase = (radius - (Math.Atan2(y, x) / (3 * Math.PI))) * 3;
            double off = Math.Abs(phase - Math.Round(phase)) / 3;
            spiralOff += radius > 0.3 && off > 0.07 ? 1 : 0;
        }

        Assert.That(moonsOff, Is.LessThan(6 * 0.05));
        Assert.That(spiralOff, Is.LessThan(4000 * 0.01));
        Assert.That(moons.Centres, Is.Empty);
        Assert.That(spiral.Centres, Is.Empty);
    }

    [Test]
    public void An_unknown_name_is_refused_with_the_known_ones() =>
        Assert.That(
            () => ToyData.Create("star", 1, 1), Throws.InstanceOf<InputException>().With.Message.Contains("ring, grid, moons, spiral"));

    private static double Distance(ToyData data, int k, double x, double y)
    {
        double dx = x - data.Centres[2 * k], dy = y - data.Centres[(2 * k) + 1];
        return (dx * dx) + (dy * dy);
    }
}
