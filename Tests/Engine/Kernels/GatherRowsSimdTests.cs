using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.GatherRows;
using GanFromScratch.Engine.Kernels.OneHot;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

[Category("Simd")]
public class GatherRowsSimdTests
{
    [Test]
    public void Gather_scatter_and_one_hot([Values(128, 256, 512)] int width, [Values] bool accumulate)
    {
        foreach (
            (int rows, int count, int columns) in new[]
            {
                (1, 0, 3), (3, 1, 0), (1, 1, 1), (4, 9, 7), (10, 30, 16), (5, 40, 17), (3, 7, 128), (2, 300, 130), (6, 5, 1000)
            })
        {
            float[] table = Numbers.Uniform(rows * columns), x = Numbers.Uniform(count * columns, seed: 2),
            indices = Numbers.Indices(count, rows);
            double[] y = new double[count * columns], sums = Numbers.Wide(table), oneHot = new double[count * rows];
            GatherRowsReference.Run<double>(new GatherRows(rows, count, columns), Numbers.Wide(table), Numbers.Wide(indices), y);
            ScatterAddRowsReference.Run<double>(
                new ScatterAddRows(rows, count, columns, accumulate), Numbers.Wide(x), Numbers.Wide(indices), sums);
            OneHotReference.Run<double>(new OneHot(count, rows), Numbers.Wide(indices), oneHot);
            foreach (int pieces in new[] { 1, 3 })
            {
                using var memory = new KernelMemory();
                BufferView places = memory.Operand(indices), ry = memory.Result(y.Length), rt = memory.Result(table),
                ro = memory.Result(oneHot.Length);
                SimdRun.Execute(new GatherRowsSimd(new GatherRows(rows, count, columns), memory.Operand(table), places, ry), width, pieces);
                SimdRun.Execute(
                    new ScatterAddRowsSimd(new ScatterAddRows(rows, count, columns, accumulate), memory.Operand(x), places, rt), width,
                    pieces);
                SimdRun.Execute(new OneHotSimd(new OneHot(count, rows), places, ro), width, pieces);
                string what = $"{count} of {rows} rows of {columns}";
                Numbers.AssertClose(y, memory.Read(ry), 0, "gather " + what);
                Numbers.AssertClose(sums, memory.Read(rt), 1e-6 * (1 + (count / 20.0)), "scatter " + what);
                Numbers.AssertClose(oneHot, memory.Read(ro), 0, "one-hot " + what);
            }
        }
    }
}
