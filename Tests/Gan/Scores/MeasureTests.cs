using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Scores;
using GanFromScratch.Gan.Scores.Measures;
using MathNet.Numerics.LinearAlgebra.Double;

namespace GanFromScratch.Tests.Gan.Scores;

/// <summary>Measures where the answer is known: equal sets, perfect and collapsed samplers, normal distributions.</summary>
public sealed class MeasureTests
{
    private const int Size = 5;

    private readonly CpuDevice device = new();

    private Products Products => new(device);

    [OneTimeTearDown]
    public void Close() => device.Dispose();

    [Test]
    public void Sure_and_even_verdicts_score_the_number_of_classes_and_equal_ones_score_one()
    {
        float[] sure = [1, 0, 0, 0, 1, 0, 0, 0, 1], equal = [0.2f, 0.3f, 0.5f, 0.2f, 0.3f, 0.5f], same = [0, 1, 0, 0, 1, 0];
        Assert.Multiple(() =>
        {
            Assert.That(ClassifierScore.Of(sure, 3), Is.EqualTo(3).Within(1e-9));
            Assert.That(ClassifierScore.Of(equal, 3), Is.EqualTo(1).Within(1e-9));
            Assert.That(ClassifierScore.Of(same, 3), Is.EqualTo(1).Within(1e-9));
            // Two samples, ¾ sure of another class each: KL = ¾ ln(¾/½) + ¼ ln(¼/½).
            Assert.That(
                ClassifierScore.Of([0.75f, 0.25f, 0.25f, 0.75f], 2),
                Is.EqualTo(Math.Exp((0.75 * Math.Log(1.5)) + (0.25 * Math.Log(0.5)))).Within(1e-9));
        });
    }

    [Test]
    public void The_Frechet_distance_of_normals_with_diagonal_covariances_is_that_of_means_and_deviations()
    {
        // d² = Σ (μ₁ − μ₂)² + (σ₁ − σ₂)².
        var a = new FeatureStatistics(DenseVector.OfArray([1, 2, 3]), DiagonalMatrix.OfDiagonal(3, 3, [1.0, 4, 9]));
        var b = new FeatureStatistics(DenseVector.OfArray([1, 0, 3]), DiagonalMatrix.OfDiagonal(3, 3, [4.0, 4, 1]));
        Assert.Multiple(() =>
        {
            Assert.That(FrechetDistance.Between(a, b), Is.EqualTo(4 + 1 + 0 + 4).Within(1e-9));
            Assert.That(FrechetDistance.Between(b, a), Is.EqualTo(9).Within(1e-9));
            Assert.That(FrechetDistance.Between(a, a), Is.EqualTo(0).Within(1e-9));
        });
    }

    [Test]
    public void Covariances_that_have_no_full_rank_are_no_trouble()
    {
        // One feature is dead, as a ReLU's may be, and another a copy of the first.
        var a = FeatureStatistics.Of([0, 0, 0, 1, 0, 1, 2, 0, 2], 3);
        var b = FeatureStatistics.Of([1, 0, 1, 2, 0, 2, 3, 0, 3], 3);
        Assert.Multiple(() =>
        {
            Assert.That(a.Covariance.ToArray(), Is.EqualTo(new double[,] { { 1, 0, 1 }, { 0, 0, 0 }, { 1, 0, 1 } }));
            Assert.That(FrechetDistance.Between(a, b), Is.EqualTo(2).Within(1e-6), "the means are 1 apart in two features");
        });
    }

    /// <summary>By NumPy, of the same rows.</summary>
    [Test]
    public void Figures_agree_with_those_that_NumPy_computed()
    {
        var rows = new Rows();
        float[] real = rows.Next(60, Size, 2, 0), generated = rows.Next(50, Size, 1.5f, 0.5f);
        var around = Neighbourhoods.Of(Products, real, generated, Size);
        float[] verdicts = [.. new Rows().Next(40, 10, 1, 0).Select(p => MathF.Pow(p, 8))];
        for (int i = 0; i < 40; i++)
        {
            float sum = verdicts[(10 * i)..(10 * (i + 1))].Sum();
            for (int c = 0; c < 10; c++)
                verdicts[(10 * i) + c] /= sum;
        }

        Assert.Multiple(() =>
        {
            Assert.That(
                FrechetDistance.Between(FeatureStatistics.Of(real, Size), FeatureStatistics.Of(generated, Size)),
                Is.EqualTo(0.678570110763733).Within(1e-9));
            Assert.That(KernelDistance.Between(Products, real, generated, Size), Is.EqualTo(3.335827456482999).Within(1e-5));
            Assert.That(around.Precision, Is.EqualTo(0.96).Within(1e-9));
            Assert.That(around.Recall, Is.EqualTo(0.7666666666666667).Within(1e-9));
            Assert.That(around.Density, Is.EqualTo(1.008).Within(1e-9));
            Assert.That(around.Coverage, Is.EqualTo(0.9166666666666666).Within(1e-9));
            Assert.That(ClassifierScore.Of(verdicts, 10), Is.EqualTo(3.305781139002101).Within(1e-5));
        });
    }

    [Test]
    public void A_perfect_sampler_and_a_collapsed_one_are_told_apart()
    {
        var rows = new Rows();
        float[] real = rows.Next(700, Size, 1, 0), perfect = rows.Next(600, Size, 1, 0);
        float[] collapsed = [.. Enumerable.Range(0, 600).SelectMany(_ => real[..Size])], elsewhere = rows.Next(600, Size, 1, 10);
        Neighbourhoods good = Neighbourhoods.Of(Products, real, perfect, Size), one = Neighbourhoods.Of(
            Products, real, collapsed, Size), far = Neighbourhoods.Of(Products, real, elsewhere, Size);
        Assert.Multiple(() =>
        {
            Assert.That(good.Precision, Is.GreaterThan(0.9));
            Assert.That(good.Recall, Is.GreaterThan(0.9));
            Assert.That(good.Density, Is.EqualTo(1).Within(0.1));
            Assert.That(good.Coverage, Is.GreaterThan(0.9));
            Assert.That(one.Precision, Is.EqualTo(1), "it looks real");
            Assert.That(one.Recall, Is.LessThan(0.01), "and that is all it does");
            Assert.That(one.Coverage, Is.LessThan(0.05));
            Assert.That(far, Is.EqualTo(new Neighbourhoods(0, 0, 0, 0)));
            Assert.That(Math.Abs(KernelDistance.Between(Products, real, perfect, Size)), Is.LessThan(0.01));
            Assert.That(KernelDistance.Between(Products, real, collapsed, Size), Is.GreaterThan(0.1));
        });
    }

    [Test]
    public void Copies_of_training_images_are_found()
    {
        var rows = new Rows();
        float[] training = rows.Next(2500, Size, 1, 0), unknown = rows.Next(300, Size, 1, 0);
        float[] copying = [.. training[..(30 * Size)], .. rows.Next(270, Size, 1, 0)];
        double[] distances = NearestTraining.Distances(
            Products, copying, training, Size), real = NearestTraining.Distances(Products, unknown, training, Size);
        double bound = NearestTraining.Bound(real);
        Assert.Multiple(() =>
        {
            Assert.That(distances[..30], Is.All.LessThan(1e-3));
            Assert.That(distances[299], Is.EqualTo(Enumerable.Range(0, 2500).Min(i => Apart(copying, 299, training, i))).Within(1e-5));
            Assert.That(NearestTraining.Copies(distances, bound), Is.EqualTo(0.1).Within(0.03));
            Assert.That(NearestTraining.Copies(real, bound), Is.EqualTo(0.01));
        });
    }

    [Test]
    public void Histograms_know_even_and_collapsed()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Histogram.Of([0, 2, 2], 3), Is.EqualTo(new[] { 1, 0, 2 }));
            Assert.That(Histogram.Entropy([7, 7, 7, 7]), Is.EqualTo(Math.Log(4)).Within(1e-12));
            Assert.That(Histogram.Entropy([0, 9, 0, 0]), Is.EqualTo(0).Within(1e-12));
            Assert.That(Histogram.DivergenceFromEven([0, 9, 0, 0]), Is.EqualTo(Math.Log(4)).Within(1e-12));
            Assert.That(Histogram.DivergenceFromEven([5, 5, 0, 0]), Is.EqualTo(Math.Log(2)).Within(1e-12));
            Assert.That(Histogram.DivergenceFromEven([0, 0]), Is.NaN);
            Assert.That(Histogram.Seen([0, 3, 1], times: 2), Is.EqualTo(1));
        });
    }

    [Test]
    public void Modes_are_covered_by_samples_within_three_sigma()
    {
        float[] centres = [0, 0, 1, 0, 0, 1];
        var found = ModeCoverage.Of([0.29f, 0, 1.31f, 0, 0, 1, 0, 1.2f], centres, sigma: 0.1);
        Assert.Multiple(() =>
        {
            Assert.That(found.Modes, Is.EqualTo(3));
            Assert.That(found.Covered, Is.EqualTo(2), "the second mode's only sample is 3.1 σ away");
            Assert.That(found.HighQuality, Is.EqualTo(0.75));
            Assert.That(found.ReverseKl, Is.EqualTo((0.5 * Math.Log(0.75)) + (0.5 * Math.Log(1.5))).Within(1e-9));
        });
    }

    [TestCase("ring", 8)]
    [TestCase("grid", 25)]
    public void Real_points_cover_all_modes(string data, int modes)
    {
        // 1 − e^(−9/2) of a normal distribution in the plane lies within 3 σ.
        using var device = new CpuDevice(2);
        ScoreSheet sheet = PointScoring.Full(data, ToyData.Create(data, 5000, seed: 3).Points, seed: 1, device);
        Assert.That(sheet.Scores[0], Is.EqualTo(new Score(Measure.Modes, modes, modes)));
        Assert.That(sheet.Scores[1].Value, Is.EqualTo(1 - Math.Exp(-4.5)).Within(0.006));
    }

    [Test]
    public void Stacked_digits_are_numbers_of_three_places()
    {
        int[] all = [.. Enumerable.Range(0, 1000).SelectMany(mode => new[] { mode / 100, mode / 10 % 10, mode % 10 })];
        Assert.Multiple(() =>
        {
            Assert.That(StackedModes.Of(all), Is.EqualTo(new StackedModes(1000, 0)));
            Assert.That(StackedModes.Of([1, 2, 3, 1, 2, 3, 3, 2, 1]).Covered, Is.EqualTo(2));
            Assert.That(StackedModes.Of([1, 2, 3, 1, 2, 3]).ReverseKl, Is.EqualTo(Math.Log(1000)).Within(1e-9));
        });
    }

    private static double Apart(float[] a, int i, float[] b, int j) =>
        Math.Sqrt(Enumerable.Range(0, Size).Sum(k => Math.Pow(a[(i * Size) + k] - b[(j * Size) + k], 2)));

    /// <summary>
    /// Rows from a generator that is quickly written down in any language: s ← 1664525·s + 1013904223 in 32 bits, from 1.
    /// </summary>
    private sealed class Rows
    {
        private uint state = 1;

        public float[] Next(int count, int size, float scale, float shift)
        {
            float[] rows = new float[count * size];
            for (int i = 0; i < rows.Length; i++)
            {
                state = unchecked((1664525 * state) + 1013904223);
                rows[i] = (scale * ((state >> 8) / 16777216f)) + shift;
            }

            return rows;
        }
    }
}
