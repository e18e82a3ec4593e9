using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Kernels;

namespace GanFromScratch.Benchmarks.Lab;

/// <summary>What the results of a case have to be.</summary>
internal sealed class Expectation(KernelCase work, ReferenceDevice reference)
{
    // The reference does about so many floating-point operations in the time one likes to wait for it.
    private const double MostReferenceFlops = 6e8;

    private float[][]? expected;
    private string oracle = "reference";

    /// <summary>Compares, and says with what; the first results of a large case become what the next ones are compared with.</summary>
    /// <exception cref="InvalidOperationException">A kernel computes something else than the reference.</exception>
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
                // Written so that NaN fails.
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
