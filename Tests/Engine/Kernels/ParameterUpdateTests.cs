using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Optimizers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>The rules against PyTorch's published formulas, then the SIMD face against the reference in double.</summary>
internal sealed class ParameterUpdateTests
{
    private const double Rate = 0.01;
    private const int Steps = 12;

    public static IEnumerable<TestCaseData> Rules()
    {
        foreach (double decay in new[] { 0, 0.1 })
        {
            foreach (bool decoupled in new[] { false, true })
            {
                yield return Case(
                    new AdamRule(0.5, 0.999, 1e-8, decay, decoupled), (p, g) =>
                        PlainOptimizers.Adam(p, g, Rate, 0.5, 0.999, 1e-8, decay, decoupled));
                yield return Case(
                    new AmsGradRule(0.5, 0.9, 1e-8, decay, decoupled), (p, g) =>
                        PlainOptimizers.Adam(p, g, Rate, 0.5, 0.9, 1e-8, decay, decoupled, amsGrad: true));
                yield return Case(
                    new RmsPropRule(0.99, 1e-8, decay, 0, decoupled), (p, g) =>
                        PlainOptimizers.RmsProp(p, g, Rate, 0.99, 1e-8, decay, 0, decoupled));
                yield return Case(
                    new RmsPropRule(0.9, 1e-3, decay, 0.8, decoupled), (p, g) =>
                        PlainOptimizers.RmsProp(p, g, Rate, 0.9, 1e-3, decay, 0.8, decoupled));
                yield return Case(
                    new SgdRule(0.9, 0, decay, decoupled), (p, g) => PlainOptimizers.Sgd(p, g, Rate, 0.9, 0, decay, decoupled));
            }

            yield return Case(new AdamRule(0, 0, 1e-8, decay, false), (p, g) => PlainOptimizers.Adam(p, g, Rate, 0, 0, 1e-8, decay, false));
            yield return Case(new SgdRule(0, 0, decay, false), (p, g) => PlainOptimizers.Sgd(p, g, Rate, 0, 0, decay, false));
            yield return Case(new SgdRule(0.9, 0.5, decay, false), (p, g) => PlainOptimizers.Sgd(p, g, Rate, 0.9, 0.5, decay, false));
        }

        yield return Case(new AverageRule(0.3), AverageByHand(0.3));

        static TestCaseData Case<TRule>(TRule rule, Func<double, double[], double[]> plain)
            where TRule : unmanaged, IUpdateRule<TRule> =>
            new TestCaseData(new Check<TRule>(rule, plain)).SetArgDisplayNames($"{rule}");
    }

    /// <summary>d = min(decay, t/(t + 9)) in update t; the averaged weight keeps that share of itself.</summary>
    private static Func<double, double[], double[]> AverageByHand(double decay) => (average, weights) =>
    {
        double[] averages = new double[weights.Length];
        for (int t = 1; t <= weights.Length; t++)
        {
            double keep = Math.Min(decay, t / (t + 9.0));
            averages[t - 1] = average = (keep * average) + ((1 - keep) * weights[t - 1]);
        }

        return averages;
    };

    [TestCaseSource(nameof(Rules))]
    public void Follows_the_published_formula_over_several_steps(ICheck check) => check.AgainstTheFormula();

    [TestCaseSource(nameof(Rules))]
    [Category("Simd")]
    public void Simd_agrees_with_the_reference(ICheck check)
    {
        foreach (int width in SimdRun.Widths)
        {
            foreach (int length in AwkwardSizes.Lengths)
                check.AgainstTheReference(width, length);
        }
    }

    [TestCaseSource(nameof(Rules))]
    [Category("Simd")]
    public void Threads_and_ranges_change_no_bit(ICheck check) => check.SameBits();

    [Test]
    public void Bias_correction_does_not_cancel()
    {
        // With β = 1 − 1e-12 the difference 1 − βᵗ has four digits left in double; the first step is the learning rate all the same.
        double[] p = [1], g = [0.3], steps = [0], m = [0], v = [0];
        ParameterUpdateReference.Run<double, AdamRule>(p, g, Rate, steps, m, v, [], new AdamRule(1 - 1e-12, 1 - 1e-12, 0, 0, false));
        Assert.That(p[0], Is.EqualTo(1 - Rate).Within(1e-15));
        Assert.That(steps, Is.EqualTo(new[] { 1.0 }));
    }

    [Test]
    public void Wrong_lengths_are_named()
    {
        using var device = new CpuDevice(1);
        var ten = new BufferView(device.Rent(10), 0, 10);
        BufferView one = ten.Slice(0, 1), nine = ten.Slice(0, 9);
        var adam = new AdamRule(0.9, 0.999, 1e-8, 0, false);
        Assert.That(
            () => ParameterUpdate.Run(new(ten, nine, one, one, ten, ten), adam),
            Throws.ArgumentException.With.Message.Contains("got 9, 1 and 1"));
        Assert.That(() => ParameterUpdate.Run(new(ten, ten, ten, one, ten, ten), adam), Throws.ArgumentException);
        Assert.That(
            () => ParameterUpdate.Run(new(ten, ten, one, one, ten), adam),
            Throws.ArgumentException.With.Message.Contains("state 1 needs 10"));
        Assert.That(
            () => ParameterUpdate.Run(new(ten, ten, one, one, ten, ten, ten), adam),
            Throws.ArgumentException.With.Message.Contains("state 2 needs 0"));
    }

    /// <summary>A case without its type argument, which NUnit could not carry.</summary>
    internal interface ICheck
    {
        void AgainstTheFormula();

        void AgainstTheReference(int width, int length);

        void SameBits();
    }

    private sealed class Check<TRule>(TRule rule, Func<double, double[], double[]> plain) : ICheck
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        public void AgainstTheFormula()
        {
            double[] gradients = GradientCheck.Uniform(new Random(3), Steps, -1, 1);
            double[] expected = plain(0.7, gradients), p = [0.7], steps = [0, 0];
            double[][] state = State<double>(1);
            for (int t = 0; t < Steps; t++)
            {
                ParameterUpdateReference.Run(p, [gradients[t]], Rate, steps, state[0], state[1], state[2], rule);
                Assert.That(p[0], Is.EqualTo(expected[t]).Within(1e-13), $"step {t + 1}");
            }

            Assert.That(steps, Is.EqualTo(new double[] { Steps, Steps }));
        }

        public void AgainstTheReference(int width, int length)
        {
            using var run = new SimdCase(rule, length, threads: 1);
            double[] p = Array.ConvertAll(run.Read(run.Buffers.Parameters), x => (double)x), steps = [0];
            double[][] state = State<double>(length);
            for (int t = 0; t < 3; t++)
            {
                double[] g = Array.ConvertAll(run.NextGradient(), x => (double)x);
                SimdRun.Execute(new ParameterUpdateSimd<TRule>(run.Buffers, rule), width, pieces: 2);
                ParameterUpdateReference.Run(p, g, (float)Rate, steps, state[0], state[1], state[2], rule);
            }

            run.AssertClose(run.Buffers.Parameters, p, "p");
            run.AssertClose(run.Buffers.State0, state[0], "s0");
            run.AssertClose(run.Buffers.State1, state[1], "s1");
            run.AssertClose(run.Buffers.State2, state[2], "s2");
            Assert.That(run.Read(run.Buffers.Steps), Is.EqualTo(new[] { 3f }));
        }

        public void SameBits()
        {
            float[]? first = null;
            foreach (int threads in new[] { 1, 2, 3 })
            {
                using var run = new SimdCase(rule, 70_001, threads);
                for (int t = 0; t < 3; t++)
                {
                    run.NextGradient();
                    ParameterUpdate.Run(run.Buffers, rule);
                }

                float[] p = run.Read(run.Buffers.Parameters);
                Assert.That(p.AsSpan().SequenceEqual(first ??= p), Is.True, $"{threads} threads");
            }
        }

        private T[][] State<T>(int length) => [.. Enumerable.Range(0, 3).Select(s => new T[rule.Keeps(s) ? length : 0])];

        /// <summary>Buffers of a run on the CPU, off the alignment, filled at random.</summary>
        private sealed class SimdCase : IDisposable
        {
            private readonly CpuDevice device;
            private readonly Random random = new(5);
            private readonly TRule rule;
            private readonly int length;

            public SimdCase(TRule rule, int length, int threads)
            {
                device = new CpuDevice(threads);
                this.rule = rule;
                this.length = length;
                BufferView? state(int s) => rule.Keeps(s) ? Place(new float[length]) : null;
                Buffers = new UpdateBuffers(
                    Place(Values()), Place(Values()), Place([(float)Rate]), Place([0f]), state(0), state(1), state(2));
            }

            public UpdateBuffers Buffers { get; }

            public float[] NextGradient()
            {
                float[] g = Values();
                device.Upload(g, Buffers.Gradients);
                return g;
            }

            public float[] Read(BufferView view)
            {
                float[] values = new float[view.Length];
                device.Download(view, values);
                return values;
            }

            public void AssertClose(BufferView? view, double[] expected, string what)
            {
                if (view is not BufferView given)
                    return;
                float[] actual = Read(given);
                for (int i = 0; i < expected.Length; i++)
                {
                    // Where a small denominator divides, its own rounding errors grow.
                    if (!(Math.Abs(actual[i] - expected[i]) <= 2e-5 * (1 + Math.Abs(expected[i]))))
                        Assert.Fail($"{rule}, {length} parameters: {what}[{i}] is {actual[i]}, expected {expected[i]}");
                }
            }

            public void Dispose() => device.Dispose();

            private static float Signed(Random random) => ((random.NextSingle() * 0.9f) + 0.1f) * (random.Next(2) == 0 ? -1 : 1);

            private float[] Values()
            {
                float[] values = new float[length];
                for (int i = 0; i < length; i++)
                    values[i] = Signed(random);
                return values;
            }

            private BufferView Place(float[] values)
            {
                var view = new BufferView(device.Rent(values.Length + 1), 1, values.Length);
                device.Upload(values, view);
                return view;
            }
        }
    }
}
