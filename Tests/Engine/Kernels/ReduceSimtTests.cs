using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

[TestFixtureSource(typeof(SimtFixture), nameof(KernelDevices))]
public class ReduceSimtTests(string device) : SimtFixture(device)
{
    // The last ones are long enough to be cut into blocks by themselves.
    private static readonly (int Outer, int Length, int Inner)[] Sizes =
    [
        (0, 3, 2), (2, 0, 3), (2, 3, 0), (1, 1, 1), (3, 5, 1), (1, 15, 1), (2, 16, 1), (1, 17, 1), (1, 255, 1), (2, 257, 1), (1, 2049, 1),
        (1, 64, 17),
        (2, 3, 15), (1, 5, 64), (1, 7, 65), (2, 9, 33), (5, 2, 200), (40, 7, 4), (2, 9000, 1), (1, 40000, 1), (1, 2050, 3), (1, 1100, 70),
    ];

    private delegate void Version(Reduce sizes, BufferView x, BufferView y);

    [Test]
    public void Sum([Values] bool accumulate)
    {
        foreach ((int outer, int length, int inner) in Affordable(Sizes, s => s.Outer * s.Inner <= 20 && s.Length <= 2100))
            Check<SumReduction>(new Reduce(outer, length, inner, 3, accumulate), 1e-7 * (4 + (length / 8.0)), withNaN: false);
    }

    [Test]
    public void Extremes([Values] bool withNaN)
    {
        foreach ((int outer, int length, int inner) in Affordable(Sizes, s => s.Outer * s.Inner <= 20 && s.Length <= 2100))
        {
            Check<MaxReduction>(new Reduce(outer, length, inner), 0, withNaN);
            Check<MinReduction>(new Reduce(outer, length, inner), 0, withNaN);
        }
    }

    private void Check<TReduction>(Reduce sizes, double tolerance, bool withNaN)
        where TReduction : unmanaged, IReduction
    {
        float[] x = Numbers.Uniform(sizes.Outer * sizes.Length * sizes.Inner), before = Numbers.Uniform(sizes.Outer * sizes.Inner, seed: 2);
        if (withNaN && x.Length > 2)
            x[x.Length / 2] = float.NaN;
        double[] expected = Numbers.Wide(before);
        ReduceReference.Run<double, TReduction>(sizes, Numbers.Wide(x), expected);
        foreach ((string name, Version run) in Versions<TReduction>(sizes))
        {
            using var memory = new KernelMemory(Device);
            BufferView y = memory.Result(before), again = memory.Result(before), operand = memory.Operand(x);
            run(sizes, operand, y);
            run(sizes, operand, again);
            float[] actual = memory.Read(y);
            Numbers.AssertClose(
                expected, actual, name == "Results" ? 10 * tolerance : tolerance, $"{name}, {typeof(TReduction).Name}, {sizes}");
            Assert.That(memory.Read(again), Is.EqualTo(actual), $"{name}, {sizes}: a second time");
        }
    }

    private IEnumerable<(string Name, Version Run)> Versions<TReduction>(Reduce sizes)
        where TReduction : unmanaged, IReduction
    {
        int strips = Division.Groups(sizes.Inner, GroupFold.Columns);
        yield return ("Run", (s, x, y) => s.Run<TReduction>(x, y));
        yield return ("Results", (s, x, y) =>
            ReduceSimt.Results<TReduction>(Device, Division.Groups(y.Length), x, y, s.Length, s.Inner, s.Divisor, s.Accumulate));
        foreach (int blocks in new[] { 1, 3 })
        {
            if (sizes.Inner == 1)
            {
                yield return ($"Rows, {blocks}", InBlocks(blocks, (s, x, y, n) =>
                    ReduceSimt.Rows<TReduction>(Device, s.Outer * n, x, y, s.Length, n, s.Divisor, s.Accumulate)));
                yield return ($"RowsAlone, {blocks}", InBlocks(blocks, (s, x, y, n) =>
                    ReduceSimt.RowsAlone<TReduction>(
                        Device, Math.Min(s.Outer * n, 2), x, y, s.Outer * n, s.Length, n, s.Divisor, s.Accumulate)));
            }

            yield return ($"Columns, {blocks}", InBlocks(blocks, (s, x, y, n) =>
                ReduceSimt.Columns<TReduction>(Device, s.Outer * n * strips, x, y, s.Length, s.Inner, n, s.Divisor, s.Accumulate)));
            yield return ($"ColumnsAlone, {blocks}", InBlocks(blocks, (s, x, y, n) =>
            {
                int units = s.Outer * n * Division.Groups(s.Inner, 64);
                ReduceSimt.ColumnsAlone<TReduction>(Device, Math.Min(units, 2), x, y, units, s.Length, s.Inner, n, s.Divisor, s.Accumulate);
            }));
        }
    }

    // A kernel's partial results, and the same kernel once more to combine them.
    private Version InBlocks(int blocks, Action<Reduce, BufferView, BufferView, int> launch) => (sizes, x, y) =>
    {
        if (blocks == 1)
        {
            launch(sizes, x, y, 1);
            return;
        }

        using var memory = new KernelMemory(Device);
        BufferView partials = memory.Result(sizes.Outer * blocks * sizes.Inner);
        launch(sizes with { Divisor = 1, Accumulate = false }, x, partials, blocks);
        launch(sizes with { Length = blocks }, partials, y, 1);
        memory.Read(partials);
    };
}
