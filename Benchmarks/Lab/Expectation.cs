using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Kernels;

namespace GanFromScratch.Benchmarks.Lab;

/// <summary>The expected results of a case.</summary>
internal sealed class Expectation(KernelCase work, ReferenceDevice reference)
{
    // The number of floating-point operations that the reference does in an acceptable time.
    private const double MostReferenceFlops = 6e8;

    private float[][]? expected;
    private string oracle = "reference";

    /// <summary>
    /// Compares, and returns the name of the oracle; the first results of a large case become the oracle for the next ones.
    /// </summary>
    /// <exception cref="InvalidOperationException">A kernel's result differs from the reference.</exception>
    public string Check(PlacedOperands operands, string kernel)
    {
        if (expected == null && work.Flops > MostReferenceFlops && work.Small is KernelCase small)
        {
            expected = operands.Results();
            oracle = kernel;
            return $"reference at {small.Shape}";
        }

        expected ??= OfReference();
        float[][] actual = operands.Results();
        for (int r = 0; r < actual.Length; r++)
        {
            for (int i = 0; i < actual[r].Length; i++)
            {
                // Written so that NaN fails the check.
                double want = expected[r][i], got = actual[r][i];
                if (!(Math.Abs(want - got) <= work.Tolerance * (1 + Math.Abs(want))))
                    throw new InvalidOperationException(
                        $"{kernel}, {work.Name} {work.Shape}: element {i} of result {r} is {got}, but {want} by {oracle}; its time would "
                        + $"mean nothing.");
            }
        }

        return oracle;
    }

    private float[][] OfReference()
    {
        using var operands = new PlacedOperands(work, reference);
        operands.Upload();
        work.Run(operands.Views);
        return operands.Results();
    }
}
