using GanFromScratch.Engine.Devices.Ilgpu;

namespace GanFromScratch.Tests.Engine.Devices.Ilgpu;

/// <summary>The power that ILGPU's PTX computes, as C#.</summary>
public class IlgpuMathTests
{
    private static readonly float[] Edges =
    [
        0, -0f, 1, -1, 2, -2, 3, -3, 0.5f, -0.5f, 1.5f, -1.5f, 16777215, -16777215, 16777216, 1e30f, -1e30f, 1e-40f,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];

    [Test]
    public void Power_has_the_conventions_of_the_framework() => Assert.Multiple(() =>
    {
        foreach (float a in Edges)
        {
            foreach (float b in Edges)
            {
                double wide = Math.Pow(a, b);
                float expected = (float)wide, actual = IlgpuMath.PtxPow(a, b);
                bool isSpecial = expected is 0 or 1 or -1 || !float.IsFinite(expected);
                bool isRight = float.IsNaN(expected) ? float.IsNaN(actual)
                    : isSpecial ? BitConverter.SingleToInt32Bits(actual) == BitConverter.SingleToInt32Bits(expected)
                    : Math.Abs(actual - wide) <= Math.Max(1e-5 * Math.Abs(wide), 1e-44);
                Assert.That(isRight, Is.True, $"{a}^{b} = {expected}, got {actual}");
            }
        }
    });

    [Test]
    public void Power_is_right_to_a_float_times_the_exponent()
    {
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++)
        {
            float a = (float)Math.Exp((random.NextDouble() * 20) - 10), b = (float)((random.NextDouble() * 8) - 4);
            double expected = Math.Pow(a, b), bound = (2 + Math.Abs(b * Math.Log(a))) * 1.5e-7;
            Assert.That(IlgpuMath.PtxPow(a, b), Is.EqualTo(expected).Within(bound * expected), $"{a}^{b}");
        }
    }
}
