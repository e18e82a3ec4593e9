using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Tests.Engine.Kernels;

public class FloatPairTests
{
    [Test]
    public void Holds_a_double_to_its_last_bits_and_gives_the_float_that_the_double_becomes()
    {
        var random = new Random(5);
        IEnumerable<double> any = Enumerable.Range(0, 1000).Select(_ => random.NextDouble());
        double[] numbers = [0, 1, 0.1, 0.9, 0.999, 1 - 0.999, 1e-8, 1 - 1e-12, 1e-12, Math.Log(0.999) / 2, .. any];
        Assert.Multiple(() =>
        {
            foreach (double number in numbers)
            {
                FloatPair pair = number;
                Assert.That((double)pair, Is.EqualTo(number).Within(Math.Abs(number) * Math.Pow(2, -48)));
                Assert.That(pair.Nearest, Is.EqualTo((float)number));
                Assert.That((float)(double)pair, Is.EqualTo((float)number));
            }
        });
    }

    // Adam with β = 0 divides by 1 − β raised to the step, through the logarithm of 0.
    [Test]
    public void Keeps_infinity()
    {
        FloatPair pair = double.NegativeInfinity;
        Assert.That((double)pair, Is.EqualTo(double.NegativeInfinity));
    }
}
