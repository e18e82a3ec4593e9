using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Optimizers;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>Optimizer steps on a SIMT device, every rung, against the reference in double, over several steps.</summary>
[TestFixtureSource(typeof(SimtFixture), nameof(KernelDevices))]
internal sealed class ParameterUpdateSimtTests(string device) : SimtFixture(device)
{
    private const float Rate = 0.01f;
    private const int Steps = 5;

    [Test]
    public void Adam([Values(0, 1, 2, 3)] int version)
    {
        Check(new AdamRule(0.5, 0.999, 1e-8, 0, false), version);
        Check(new AdamRule(0.9, 0.999, 1e-8, 0.1, false), version);
        Check(new AdamRule(0.9, 0.999, 1e-8, 0.1, true), version);
        Check(new AdamRule(0, 0, 1e-8, 0, false), version);
    }

    [Test]
    public void AmsGrad([Values(0, 1, 2, 3)] int version)
    {
        Check(new AmsGradRule(0.5, 0.9, 1e-8, 0, false), version);
        Check(new AmsGradRule(0.5, 0.9, 1e-8, 0.1, true), version);
    }

    [Test]
    public void RmsProp([Values(0, 1, 2, 3)] int version)
    {
        Check(new RmsPropRule(0.99, 1e-8, 0, 0, false), version);
        Check(new RmsPropRule(0.9, 1e-3, 0.1, 0.8, true), version);
    }

    [Test]
    public void Sgd([Values(0, 1, 2, 3)] int version)
    {
        Check(new SgdRule(0, 0, 0.1, false), version);
        Check(new SgdRule(0.9, 0.5, 0, false), version);
        Check(new SgdRule(0.9, 0, 0.1, true), version);
    }

    [Test]
    public void Average([Values(0, 1, 2, 3)] int version) => Check(new AverageRule(0.3), version);

    private void Check<TRule>(TRule rule, int version)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        foreach (int n in Affordable(AwkwardSizes.Lengths, n => n < 300))
        {
            using var memory = new KernelMemory(Device);
            float[] start = Signed(n, 1);
            BufferView p = memory.Result(start), rate = memory.Operand([Rate]), steps = memory.Result(new float[3]);
            BufferView? s0 = State(0), s1 = State(1), s2 = State(2);
            double[] expected = Numbers.Wide(start), expectedSteps = [0];
            double[][] state = [.. Enumerable.Range(0, 3).Select(s => new double[rule.Keeps(s) ? n : 0])];
            for (int t = 0; t < Steps; t++)
            {
                float[] g = Signed(n, t + 2);
                Step(version, new UpdateBuffers(p, memory.Operand(g), rate, steps, s0, s1, s2), rule);
                ParameterUpdateReference.Run(expected, Numbers.Wide(g), (double)Rate, expectedSteps, state[0], state[1], state[2], rule);
            }

            string what = $"{rule}, {n} parameters, version {version}";
            // Where a small denominator divides, its own rounding errors grow.
            Numbers.AssertClose(expected, memory.Read(p), 4e-5, what);
            AssertState(s0, state[0]);
            AssertState(s1, state[1]);
            AssertState(s2, state[2]);
            Assert.That(memory.Read(steps), Is.EqualTo(new float[] { Steps, Steps, Steps }), what);
            Assert.That(memory.ReadWords(Device.Ticket), Is.EqualTo(new[] { 0u }), what);

            BufferView? State(int index) => rule.Keeps(index) ? memory.Result(new float[n]) : null;

            void AssertState(BufferView? view, double[] numbers)
            {
                if (view is BufferView kept)
                    Numbers.AssertClose(numbers, memory.Read(kept), 4e-5, what + ", state");
            }
        }
    }

    private void Step<TRule>(int version, UpdateBuffers b, TRule rule)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        switch (version)
        {
            case 1:
                ParameterUpdateSimt.RunPrepared(Device, b, rule, several: false);
                break;
            case 2:
                ParameterUpdateSimt.Stretch(
                    Device, 3, b.Parameters, b.Gradients, b.State0, b.State1, b.State2, b.LearningRate, b.Steps, Device.Ticket, rule);
                break;
            case 3:
                ParameterUpdateSimt.RunPrepared(Device, b, rule, several: true);
                break;
            default:
                ParameterUpdate.Run(b, rule);
                break;
        }
    }

    /// <summary>Numbers away from 0, by whose squares rules divide.</summary>
    private static float[] Signed(int n, int seed) =>
        Array.ConvertAll(Numbers.Uniform(n, -0.9, 0.9, seed), x => x + (x < 0 ? -0.1f : 0.1f));
}
