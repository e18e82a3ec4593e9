using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Kernels.Random;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>
/// One float of an item computes what a lane of a register does, bit for bit. The register is the widest, whose multiplications and
/// additions are fused on any machine, as an item's are. On a device the translator's C takes the place of this C#.
/// </summary>
[Category("Simd")]
internal sealed class LaneTests
{
    private static IEnumerable<TestCaseData> Functions()
    {
        yield return Case("Exp", Lane.Exp, Lanes512.Exp);
        yield return Case("Expm1", Lane.Expm1, Lanes512.Expm1);
        yield return Case("Log", Lane.Log, Lanes512.Log);
        yield return Case("Log1p", Lane.Log1p, Lanes512.Log1p);
        yield return Case("Tanh", Lane.Tanh, Lanes512.Tanh);
        yield return Case("Sigmoid", Lane.Sigmoid, Lanes512.Sigmoid);
        yield return Case("Erf", Lane.Erf, Lanes512.Erf);
        yield return Case("Sqrt", Lane.Sqrt, Lanes512.Sqrt);
        yield return Case("Abs", Lane.Abs, Lanes512.Abs);
        // Of −0.3 one says 0, the other −0, which is the same number.
        yield return Case("Round", x => Lane.Round(x) + new Lane(0), x => Lanes512.Round(x) + Lanes512.Zero);
        yield return Case("Negate", x => -x, x => -x);
        yield return Case("Reciprocal", x => 1.0 / x, x => 1.0 / x);
        yield return Case("Max", x => Lane.Max(x, 0.3f), x => Lanes512.Max(x, Lanes512.Broadcast(0.3f)));
        yield return Case("Min", x => Lane.Min(0.3f, x), x => Lanes512.Min(Lanes512.Broadcast(0.3f), x));
        yield return Case(
            "Select", x => Lane.Select(Lane.Greater(x, 0.3f), x, -x),
            x => Lanes512.Select(Lanes512.Greater(x, Lanes512.Broadcast(0.3f)), x, -x));
        yield return Case(
            "Equal", x => Lane.Select(Lane.Equal(x, x), x, 7), x => Lanes512.Select(Lanes512.Equal(x, x), x, Lanes512.Broadcast(7)));
        yield return Case("Split", x => Lane.Split(x, out Lane e) + e, x => Lanes512.Split(x, out Lanes512 e) + e);

        static TestCaseData Case(string name, Func<Lane, Lane> one, Func<Lanes512, Lanes512> sixteen) =>
            new TestCaseData(one, sixteen).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Functions))]
    public unsafe void Gives_the_bits_of_a_register(Func<Lane, Lane> one, Func<Lanes512, Lanes512> sixteen)
    {
        float[] edges =
        [
            0, -0f, 1, -1, 0.5f, 0.3f, 1e-40f, -1e-40f, float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity,
            float.NegativeInfinity, float.NaN,
            88.72f, -103,
        ];
        float* x = stackalloc float[16];
        for (int i = 0; i < 4000; i++)
        {
            for (int lane = 0; lane < 16; lane++)
                x[lane] = i == 0 ? edges[lane] : BitConverter.UInt32BitsToSingle((uint)(((i * 16) + lane) * 67_103L));
            Lanes512 expected = sixteen(Lanes512.Load(x));
            for (int lane = 0; lane < 16; lane++)
            {
                float e = expected[lane], a = one(x[lane]).Value;
                if (float.IsNaN(e) ? !float.IsNaN(a) : BitConverter.SingleToInt32Bits(e) != BitConverter.SingleToInt32Bits(a))
                    Assert.Fail($"of {x[lane]:R}: {a:R}, in a register {e:R}");
            }
        }
    }

    [Test]
    public void Powers_of_two_are_exact()
    {
        for (int n = -126; n <= 127; n++)
            Assert.That(Lane.PowerOfTwo(n).Value, Is.EqualTo(MathF.ScaleB(1, n)));
    }

    [Test]
    public void Normal_numbers_are_those_of_the_reference()
    {
        var random = new System.Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            float u = random.Next(1 << 24) * (1f / (1 << 24)), v = random.Next(1 << 24) * (1f / (1 << 24));
            Scalar<float> a = u, b = v;
            Lane c = u, d = v;
            NormalTransform.Apply(ref a, ref b);
            NormalTransform.Apply(ref c, ref d);
            Assert.That((c.Value, d.Value), Is.EqualTo((a.Value, b.Value)));
        }
    }
}
