using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Gan.Transforms;

namespace GanFromScratch.Tests.Gan.Transforms;

/// <summary>What each transform does to images, and that a gradient passes through it; on the reference device, in double.</summary>
public sealed class TransformTests
{
    private const int N = 64, C = 3, H = 6, W = 16;
    private const double Tolerance = 1e-6;

    private ReferenceDevice device = null!;
    private TensorScope scope = null!;
    private RandomSource random = null!;
    private double[] x = null!;

    public static IEnumerable<string> Names => Transform.Catalog.All.Select(t => t.Name);

    [SetUp]
    public void Open()
    {
        (device, scope) = (new ReferenceDevice(), new TensorScope());
        random = new RandomSource(device, seed: 5);
        x = random.Uniform([N, C, H, W], 0.1f, 1).ToDoubleArray();
    }

    [TearDown]
    public void Close()
    {
        random.Dispose();
        scope.Dispose();
        device.Dispose();
    }

    [Test]
    public void Translation_shifts_each_image_by_up_to_an_eighth_and_brings_in_zeros()
    {
        double[] y = Of("translation");
        var seen = new HashSet<(int, int)>();
        for (int n = 0; n < N; n++)
        {
            // An eighth of 6 rows is 1 pixel, of 16 columns 2.
            (int, int)[] shifts = [
                .. from dy in Enumerable.Range(-1, 3) from dx in Enumerable.Range(-2, 5) where IsShifted(y, n, dy, dx) select (dy, dx)];
            Assert.That(shifts, Has.Length.EqualTo(1), $"image {n}");
            seen.Add(shifts[0]);
        }

        Assert.That(seen.Select(s => s.Item1).Distinct(), Is.EquivalentTo(new[] { -1, 0, 1 }));
        Assert.That(seen.Select(s => s.Item2).Distinct(), Is.EquivalentTo(new[] { -2, -1, 0, 1, 2 }));
    }

    [Test]
    public void Cutout_clears_a_rectangle_of_half_the_sides_that_may_lie_partly_outside()
    {
        double[] y = Of("cutout");
        var heights = new HashSet<int>();
        var widths = new HashSet<int>();
        for (int n = 0; n < N; n++)
        {
            int[] rows = [.. Enumerable.Range(0, H).Where(h => Enumerable.Range(0, W).Any(w => y[At(n, 0, h, w)] == 0))];
            int[] columns = [.. Enumerable.Range(0, W).Where(w => Enumerable.Range(0, H).Any(h => y[At(n, 0, h, w)] == 0))];
            Assert.That(rows, Is.EqualTo(Enumerable.Range(rows[0], rows.Length)));
            Assert.That(columns, Is.EqualTo(Enumerable.Range(columns[0], columns.Length)));
            Assert.That(rows.Length == 3 || rows[0] == 0 || rows[^1] == H - 1);
            Assert.That(columns.Length == 8 || columns[0] == 0 || columns[^1] == W - 1);
            heights.Add(rows.Length);
            widths.Add(columns.Length);
            for (int i = 0; i < C * H * W; i++)
            {
                bool cut = rows.Contains(i / W % H) && columns.Contains(i % W);
                Assert.That(y[(n * C * H * W) + i], Is.EqualTo(cut ? 0 : x[(n * C * H * W) + i]));
            }
        }

        Assert.That(heights, Is.EquivalentTo(new[] { 2, 3 }), "a centre on the border row keeps the row beside it");
        Assert.That(widths, Is.EquivalentTo(new[] { 4, 5, 6, 7, 8 }), "a centre on the border keeps half");
    }

    [Test]
    public void Brightness_adds_one_number_to_an_image()
    {
        double[] y = Of("brightness"), added = new double[N];
        for (int n = 0; n < N; n++)
        {
            double[] differences = [.. Enumerable.Range(n * C * H * W, C * H * W).Select(i => y[i] - x[i])];
            Assert.That(differences, Has.All.EqualTo(differences[0]).Within(Tolerance));
            added[n] = differences[0];
        }

        Assert.That(added, Has.All.InRange(-0.5, 0.5));
        Assert.That((added.Min(), added.Max()), Is.EqualTo((-0.5, 0.5)).Using<(double, double)>((a, b) =>
            Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 0.1));
    }

    [TestCase("contrast", 0.5, 1.5)]
    [TestCase("saturation", 0, 2)]
    public void Contrast_and_saturation_scale_the_distance_from_a_mean(string name, double low, double high)
    {
        double[] y = Of(name), factors = new double[N];
        for (int n = 0; n < N; n++)
        {
            int[] image = [.. Enumerable.Range(n * C * H * W, C * H * W)];
            double[] ratios = [.. image.Select(i => (y[i] - Mean(i)) / (x[i] - Mean(i)))];
            Assert.That(ratios, Has.All.EqualTo(ratios[0]).Within(1e-3));
            factors[n] = ratios[0];

            double Mean(int i) => name == "contrast"
                ? image.Average(j => x[j])
                : Enumerable.Range(0, C).Average(c => x[At(n, c, i / W % H, i % W)]);
        }

        Assert.That(factors, Has.All.InRange(low - Tolerance, high + Tolerance));
        Assert.That(factors.Max() - factors.Min(), Is.GreaterThan(0.8 * (high - low)));
    }

    [TestCaseSource(nameof(Names))]
    public void Its_gradient_by_the_samples_is_that_of_differences(string name)
    {
        const int Few = 2;
        const double Step = 1e-4;
        Shape shape = [Few, C, H, W];
        double[] from = x[..shape.Size];
        Tensor weights = random.Normal(shape);
        Tensor samples = Tensor.From(device, shape, from);
        samples.RequiresGrad = true;
        Value(samples).Backward();
        double[] found = samples.Grad!.ToDoubleArray();
        for (int i = 0; i < from.Length; i += 7)
        {
            double expected = (Moved(i, Step) - Moved(i, -Step)) / (2 * Step);
            Assert.That(found[i], Is.EqualTo(expected).Within(Tolerance), $"element {i}");
        }

        Tensor Value(Tensor samples)
        {
            using var same = new RandomSource(device, seed: 7);
            return (Transform.Catalog.Find(name).Of(samples, same) * weights).Sum();
        }

        double Moved(int i, double change)
        {
            double[] values = [.. from];
            values[i] += change;
            return Value(Tensor.From(device, shape, values)).ToDoubleArray()[0];
        }
    }

    [TestCase("none", "none")]
    [TestCase("Cutout, translation", "cutout,translation")]
    public void A_list_is_read_and_written_in_one_form(string text, string expected) =>
        Assert.That(Transform.Format(Transform.Parse(text)), Is.EqualTo(expected));

    [TestCase("blur", "Unknown transform 'blur': expected translation, brightness, contrast, cutout, saturation.")]
    [TestCase("cutout,cutout", "--augment: cutout is given twice; give it once.")]
    public void A_wrong_list_is_answered_with_what_is_wrong(string text, string message) =>
        Assert.That(() => Transform.Parse(text), Throws.TypeOf<InputException>().With.Message.EqualTo(message));

    private static int At(int n, int c, int h, int w) => (((((n * C) + c) * H) + h) * W) + w;

    private double[] Of(string name) => Transform.Catalog.Find(name).Of(Tensor.From(device, [N, C, H, W], x), random).ToDoubleArray();

    private bool IsShifted(double[] y, int n, int dy, int dx) =>
        (from c in Enumerable.Range(0, C) from h in Enumerable.Range(0, H) from w in Enumerable.Range(0, W) select (c, h, w)).All(p =>
        {
            (int h, int w) = (p.h - dy, p.w - dx);
            double expected = h is >= 0 and < H && w is >= 0 and < W ? x[At(n, p.c, h, w)] : 0;
            return Math.Abs(y[At(n, p.c, p.h, p.w)] - expected) < Tolerance;
        });
}
