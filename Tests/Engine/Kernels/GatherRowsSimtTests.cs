using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.GatherRows;
using GanFromScratch.Engine.Kernels.OneHot;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

[TestFixtureSource(typeof(SimtFixture), nameof(KernelDevices))]
public class GatherRowsSimtTests(string device) : SimtFixture(device)
{
    private static readonly (int Rows, int Count, int Width)[] Sizes =
        [(1, 0, 3), (3, 1, 0), (1, 1, 1), (4, 9, 7), (10, 30, 16), (5, 40, 17), (3, 7, 64), (2, 300, 65), (6, 5, 300)];

    [Test]
    public void Gather()
    {
        foreach ((int rows, int count, int width) in Sizes)
        {
            var sizes = new GatherRows(rows, count, width);
            float[] table = Numbers.Uniform(rows * width), indices = Numbers.Indices(count, rows);
            double[] expected = new double[count * width];
            GatherRowsReference.Run<double>(sizes, Numbers.Wide(table), Numbers.Wide(indices), expected);
            Damage(indices, rows, i => expected.AsSpan(i * width, width).Fill(double.NaN));
            Check("Run", (t, i, y) => sizes.Run(t, i, y));
            Check("Elements", (t, i, y) => GatherRowsSimt.Elements(Device, Division.Groups(y.Length), t, i, y, rows, width));
            Check("RowsAlone", (t, i, y) => GatherRowsSimt.RowsAlone(Device, Math.Min(count, 2), t, i, y, rows, count, width));

            void Check(string name, Action<BufferView, BufferView, BufferView> run)
            {
                using var memory = new KernelMemory(Device);
                BufferView y = memory.Result(expected.Length);
                run(memory.Operand(table), memory.Operand(indices), y);
                Numbers.AssertClose(expected, memory.Read(y), 0, $"{name}, {sizes}");
            }
        }
    }

    [Test]
    public void Scatter([Values] bool accumulate, [Values] bool wrongIndex)
    {
        foreach ((int rows, int count, int width) in Sizes)
        {
            var sizes = new ScatterAddRows(rows, count, width, accumulate);
            float[] before = Numbers.Uniform(rows * width), x = Numbers.Uniform(count * width, seed: 2);
            float[] indices = Numbers.Indices(count, rows);

            // In the order of i and nothing fused, these sums have one value: that of the reference in float, to the bit.
            float[] expected = [.. before];
            ScatterAddRowsReference.Run<float>(sizes, x, indices, expected);
            if (wrongIndex)
                Damage(indices, rows, _ => expected.AsSpan().Fill(float.NaN));
            Check("Run", (a, i, t) => sizes.Run(a, i, t));
            Check(
                "Columns",
                (a, i, t) => ScatterAddRowsSimt.Columns(Device, Division.Groups(width), a, i, t, rows, count, width, accumulate));
            Check(
                "Elements",
                (a, i, t) => ScatterAddRowsSimt.Elements(Device, Division.Groups(t.Length), a, i, t, rows, count, width, accumulate));
            Check("ColumnsAlone", (a, i, t) => ScatterAddRowsSimt.ColumnsAlone(Device, 2, a, i, t, rows, count, width, accumulate));

            void Check(string name, Action<BufferView, BufferView, BufferView> run)
            {
                using var memory = new KernelMemory(Device);
                BufferView table = memory.Result(before);
                run(memory.Operand(x), memory.Operand(indices), table);
                Assert.That(memory.Read(table), Is.EqualTo(expected), $"{name}, {sizes}");
            }
        }
    }

    [Test]
    public void OneHot()
    {
        foreach ((int classes, int count, _) in Sizes)
        {
            var sizes = new OneHot(count, classes);
            float[] indices = Numbers.Indices(count, classes);
            double[] expected = new double[count * classes];
            OneHotReference.Run<double>(sizes, Numbers.Wide(indices), expected);
            Damage(indices, classes, i => expected.AsSpan(i * classes, classes).Fill(double.NaN));
            Check("Run", (i, y) => sizes.Run(i, y));
            Check("Elements", (i, y) => OneHotSimt.Elements(Device, Division.Groups(y.Length), i, y, classes));
            Check("RowsAlone", (i, y) => OneHotSimt.RowsAlone(Device, Math.Min(count, 2), i, y, count, classes));

            void Check(string name, Action<BufferView, BufferView> run)
            {
                using var memory = new KernelMemory(Device);
                BufferView y = memory.Result(expected.Length);
                run(memory.Operand(indices), y);
                Numbers.AssertClose(expected, memory.Read(y), 0, $"{name}, {sizes}");
            }
        }
    }

    // Some that are none, where there are many: the reference refuses them, a SIMT device gives NaN.
    private static void Damage(float[] indices, int below, Action<int> expect)
    {
        float[] none = [below, -1, 0.5f, float.NaN, 3e9f];
        for (int i = 0; i < none.Length && indices.Length > 8; i++)
        {
            indices[i + 2] = none[i];
            expect(i + 2);
        }
    }
}
