using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>
/// The elementary functions over lanes against the same in double, over dense sweeps, in units in the last place of the right result.
/// Each bound is what was measured, rounded up.
/// </summary>
[TestFixture(typeof(Lanes128))]
[TestFixture(typeof(Lanes256))]
[TestFixture(typeof(Lanes512))]
[Category("Simd")]
internal sealed class LaneMathTests<L>
    where L : unmanaged, ILanes<L>
{
    private const int Points = 100_000;

    [TestCase(-103.9f, 88.7f)]
    [TestCase(-1f, 1f)]
    public void Exp(float low, float high) => Sweep(low, high, 2, Math.Exp, L.Exp);

    [TestCase(-20f, 88f)]
    [TestCase(-1.5f, 1.5f)]
    [TestCase(-1e-3f, 1e-3f)]
    public void Expm1(float low, float high) => Sweep(low, high, 3, x => Scalar<double>.Expm1(x).Value, L.Expm1);

    [TestCase(1e-44f, 1e-36f)]
    [TestCase(1e-3f, 4f)]
    [TestCase(0.9f, 1.1f)]
    [TestCase(4f, 3e38f)]
    public void Log(float low, float high) => Sweep(low, high, 1, Math.Log, L.Log);

    [TestCase(-0.999f, 4f)]
    [TestCase(-1e-3f, 1e-3f)]
    [TestCase(1f, 1e30f)]
    public void Log1p(float low, float high) => Sweep(low, high, 2, x => Scalar<double>.Log1p(x).Value, L.Log1p);

    [TestCase(-10f, 10f)]
    [TestCase(-0.7f, 0.7f)]
    [TestCase(-1e-3f, 1e-3f)]
    public void Tanh(float low, float high) => Sweep(low, high, 2, Math.Tanh, L.Tanh);

    [TestCase(-80f, 30f)]
    [TestCase(-2f, 2f)]
    public void Sigmoid(float low, float high) => Sweep(low, high, 3, x => Scalar<double>.Sigmoid(x).Value, L.Sigmoid);

    [TestCase(-7f, 7f)]
    [TestCase(-0.6f, 0.6f)]
    [TestCase(-1e-3f, 1e-3f)]
    public void Erf(float low, float high) => Sweep(low, high, 5, x => ErrorFunction.Erf<Scalar<double>>(x).Value, L.Erf);

    [Test]
    public void Erf_in_double_agrees_with_tables()
    {
        foreach (
            (double x, double erf) in new[]
            {
                (0.1, 0.112462916018284892), (0.5, 0.520499877813046538), (1, 0.842700792949714869), (2, 0.995322265018952734),
                (3, 0.999977909503001415), (5, 0.99999999999846254)
            })
        {
            Assert.That(ErrorFunction.Erf<Scalar<double>>(x).Value, Is.EqualTo(erf).Within(4e-16));
            Assert.That(ErrorFunction.Erf<Scalar<double>>(-x).Value, Is.EqualTo(-erf).Within(4e-16));
        }
    }

    [Test]
    public void Exp_overflows_and_underflows_where_float_does()
    {
        Assert.That(L.Exp(L.Broadcast(88.72f))[0], Is.EqualTo(MathF.Exp(88.72f)).Within(4).Ulps);
        Assert.That(L.Exp(L.Broadcast(88.73f))[0], Is.EqualTo(float.PositiveInfinity));
        Assert.That(L.Exp(L.Broadcast(float.MaxValue))[0], Is.EqualTo(float.PositiveInfinity));
        Assert.That(L.Exp(L.Broadcast(-103f))[0], Is.EqualTo(float.Epsilon));
        Assert.That(L.Exp(L.Broadcast(-105f))[0], Is.Zero);
    }

    private static unsafe void Sweep(float low, float high, double bound, Func<double, double> exact, Func<L, L> function)
    {
        // Even steps, or even ratios where the range spans many powers of two.
        bool ratios = low > 0 && high / low > 1000;
        float* x = stackalloc float[L.Count];
        double worst = 0;
        float worstX = 0;
        for (int i = 0; i < Points; i += L.Count)
        {
            for (int lane = 0; lane < L.Count; lane++)
            {
                double t = (i + lane) / (double)Points;
                x[lane] = (float)(ratios ? low * Math.Pow((double)high / low, t) : low + (((double)high - low) * t));
            }

            L y = function(L.Load(x));
            for (int lane = 0; lane < L.Count; lane++)
            {
                double expected = exact(x[lane]), error = Math.Abs(y[lane] - expected) / Ulp(expected);
                if (!(error <= worst))
                    (worst, worstX) = (error, x[lane]);
            }
        }

        TestContext.Out.WriteLine($"{worst:F2} ulp at {worstX}");
        Assert.That(worst, Is.LessThanOrEqualTo(bound), $"ulp, at {worstX}");
    }

    private static double Ulp(double value)
    {
        float magnitude = MathF.Abs((float)value);
        return float.IsFinite(magnitude) ? (double)MathF.BitIncrement(magnitude) - magnitude : 0;
    }
}
