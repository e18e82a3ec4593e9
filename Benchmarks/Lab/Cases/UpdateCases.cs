using GanFromScratch.Engine.Kernels.Optimizers;
using GanFromScratch.Engine.Kernels.Random;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Benchmarks.Lab.Cases;

/// <summary>An optimizer's step, and noise. Both move on what they count by in the launch itself, so each launch does new work.</summary>
internal static class UpdateCases
{
    public static IEnumerable<KernelCase> Adam(CaseShape s)
    {
        int n = s.Size;
        var rule = new AdamRule(Beta1: 0.5, Beta2: 0.999, Epsilon: 1e-8, WeightDecay: 0, Decoupled: false);
        yield return new KernelCase(
            "ParameterUpdate",
            "Adam",
            $"{s}",
            [
                Operand.Updated(Operand.Uniform(n)), Operand.Uniform(n), Operand.Updated(Operand.Filled(n, 0)),
                Operand.Updated(Operand.Filled(n, 0)),
                Operand.Filled(1, 2e-4f), Operand.Updated(Operand.Filled(1, 0)),
            ],
            v => ParameterUpdate.Run(new UpdateBuffers(v[0], v[1], v[4], v[5], v[2], v[3]), rule))
        {
            // Parameter, gradient and two moments are read; all but the gradient are written.
            Bytes = 28.0 * n,
            Rungs =
            [
                (d, v) => ParameterUpdateSimt.RunPrepared(d, new UpdateBuffers(v[0], v[1], v[4], v[5], v[2], v[3]), rule, several: false),
                (d, v) =>
                    ParameterUpdateSimt.Stretch(d, Division.Runs(d, n, 1 << 12), v[0], v[1], v[2], v[3], null, v[4], v[5], d.Ticket, rule),
                (d, v) => ParameterUpdateSimt.RunPrepared(d, new UpdateBuffers(v[0], v[1], v[4], v[5], v[2], v[3]), rule, several: true),
            ],
        };
    }

    public static IEnumerable<KernelCase> Normal(CaseShape s)
    {
        int n = s.Size, blocks = RandomFill.Blocks(n);
        var normal = new NormalDistribution(0, 1);
        yield return new KernelCase(
            "RandomFill", "normal", $"{s}", [Operand.Updated(Operand.Words(7, 11, 0, 0)), Operand.Result(n)], v =>
                RandomFill.Run(v[0], v[1], normal))
        {
            Bytes = 4.0 * n,
            Rungs =
            [
                (d, v) => RandomFillSimt.Block(d, Division.Groups(blocks), v[0], v[1], d.Ticket, normal),
                (d, v) => RandomFillSimt.Stretch(d, Division.Runs(d, blocks, 1 << 9), v[0], v[1], d.Ticket, normal),
            ],
        };
    }
}
