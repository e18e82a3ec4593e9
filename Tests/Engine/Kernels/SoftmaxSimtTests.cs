using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.ArgMax;
using GanFromScratch.Engine.Kernels.CrossEntropy;
using GanFromScratch.Engine.Kernels.Reduce;
using GanFromScratch.Engine.Kernels.Softmax;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>Softmax, cross-entropy and ArgMax: kernels that go row by row.</summary>
[TestFixtureSource(typeof(SimtFixture), nameof(KernelDevices))]
public class SoftmaxSimtTests(string device) : SimtFixture(device)
{
    private static readonly (int Rows, int Columns)[] Sizes =
        [(0, 3), (3, 0), (1, 1), (5, 2), (300, 10), (2, 15), (3, 16), (2, 17), (7, 63), (2, 64), (3, 255), (2, 257), (5, 1000)];

    [Test]
    public void Softmax_and_its_gradient([Values] bool logarithm)
    {
        foreach ((int rows, int columns) in Affordable(Sizes, s => s.Rows <= 7))
        {
            int n = rows * columns, groups = Division.Groups(rows), few = Math.Min(rows, 2);
            float[] x = Numbers.Uniform(n, -5, 5), dy = Numbers.Uniform(n, seed: 2);
            double[] expected = new double[n], expectedDx = new double[n];
            SoftmaxReference.Run<double>(new Softmax(rows, columns, logarithm), Numbers.Wide(x), expected);
            float[] y = Array.ConvertAll(expected, v => (float)v);
            SoftmaxGradientReference.Run<double>(
                new SoftmaxGradient(rows, columns, logarithm), Numbers.Wide(y), Numbers.Wide(dy), expectedDx);

            Check("Run", (a, b) => new Softmax(rows, columns, logarithm).Run(a, b));
            Check("Rows", (a, b) => SoftmaxSimt.Rows(Device, groups, a, b, rows, columns, logarithm));
            Check("GroupRows", (a, b) => SoftmaxSimt.GroupRows(Device, rows, a, b, columns, logarithm));
            Check("RowsAlone", (a, b) => SoftmaxSimt.RowsAlone(Device, few, a, b, rows, columns, logarithm));
            CheckGradient("Run", (a, b, c) => new SoftmaxGradient(rows, columns, logarithm).Run(a, b, c));
            CheckGradient("Rows", (a, b, c) => SoftmaxGradientSimt.Rows(Device, groups, a, b, c, rows, columns, logarithm));
            CheckGradient("GroupRows", (a, b, c) => SoftmaxGradientSimt.GroupRows(Device, rows, a, b, c, columns, logarithm));
            CheckGradient("RowsAlone", (a, b, c) => SoftmaxGradientSimt.RowsAlone(Device, few, a, b, c, rows, columns, logarithm));

            void Check(string name, Action<BufferView, BufferView> run)
            {
                using var memory = new KernelMemory(Device);
                BufferView result = memory.Result(n);
                run(memory.Operand(x), result);
                Numbers.AssertClose(expected, memory.Read(result), 1e-6 + (columns * 1e-8), $"{name}, {rows}×{columns}");
            }

            void CheckGradient(string name, Action<BufferView, BufferView, BufferView> run)
            {
                using var memory = new KernelMemory(Device);
                BufferView result = memory.Result(n);
                run(memory.Operand(y), memory.Operand(dy), result);
                Numbers.AssertClose(expectedDx, memory.Read(result), 1e-6 + (columns * 1e-8), $"gradient, {name}, {rows}×{columns}");
            }
        }
    }

    [Test]
    public void CrossEntropy_and_its_gradient([Values] bool wrongClass)
    {
        foreach ((int N, int C) in Affordable(Sizes.Where(s => s.Rows * s.Columns > 0), s => s.Rows <= 7))
        {
            float[] x = Numbers.Uniform(N * C, -5, 5), classes = Numbers.Indices(N, C);
            double[] expected = new double[1], expectedD = new double[N * C];
            CrossEntropyReference.Run<double>(new CrossEntropy(N, C), Numbers.Wide(x), Numbers.Wide(classes), expected);
            CrossEntropyGradientReference.Run<double>(
                new CrossEntropyGradient(N, C), Numbers.Wide(x), Numbers.Wide(classes), [1.5], expectedD);
            if (wrongClass)
            {
                classes[N / 2] = N % 2 == 0 ? C : 0.5f;
                expected[0] = double.NaN;
                expectedD.AsSpan(N / 2 * C, C).Fill(double.NaN);
            }

            Check("Run", (a, b, y) => new CrossEntropy(N, C).Run(a, b, y));
            Check("OneGroup", (a, b, y) => CrossEntropySimt.OneGroup(Device, 1, a, b, y, N, C));
            Check("Rows", (a, b, y) => Mean(y, l => CrossEntropySimt.Rows(Device, Division.Groups(N), a, b, l, N, C)));
            Check("GroupRows", (a, b, y) => Mean(y, l => CrossEntropySimt.GroupRows(Device, N, a, b, l, C)));
            Check("RowsAlone", (a, b, y) => Mean(y, l => CrossEntropySimt.RowsAlone(Device, Math.Min(N, 2), a, b, l, N, C)));
            CheckGradient("Run", (a, b, dy, d) => new CrossEntropyGradient(N, C).Run(a, b, dy, d));
            CheckGradient("Rows", (a, b, dy, d) => CrossEntropyGradientSimt.Rows(Device, Division.Groups(N), a, b, dy, d, N, C));
            CheckGradient("GroupRows", (a, b, dy, d) => CrossEntropyGradientSimt.GroupRows(Device, N, a, b, dy, d, N, C));
            CheckGradient("RowsAlone", (a, b, dy, d) => CrossEntropyGradientSimt.RowsAlone(Device, Math.Min(N, 2), a, b, dy, d, N, C));

            void Check(string name, Action<BufferView, BufferView, BufferView> run)
            {
                using var memory = new KernelMemory(Device);
                BufferView y = memory.Result(1);
                run(memory.Operand(x), memory.Operand(classes), y);
                Numbers.AssertClose(expected, memory.Read(y), 2e-6, $"{name}, {N}×{C}");
            }

            void Mean(BufferView y, Action<BufferView> losses)
            {
                using var memory = new KernelMemory(Device);
                BufferView rows = memory.Result(N);
                losses(rows);
                memory.Read(rows);
                new Reduce(1, N, 1, N).Run<SumReduction>(rows, y);
            }

            void CheckGradient(string name, Action<BufferView, BufferView, BufferView, BufferView> run)
            {
                using var memory = new KernelMemory(Device);
                BufferView d = memory.Result(N * C);
                run(memory.Operand(x), memory.Operand(classes), memory.Operand([1.5f]), d);
                Numbers.AssertClose(expectedD, memory.Read(d), 1e-6, $"gradient, {name}, {N}×{C}");
            }
        }
    }

    [Test]
    public void ArgMax_of_many_equals([Values] bool withNaN)
    {
        (int Outer, int Length, int Inner)[] all = [
            (0, 2, 2), (2, 3, 0), (1, 1, 1), (3, 17, 1), (2, 300, 1), (300, 3, 1), (2, 5, 3), (1, 9, 16), (3, 4, 65), (1, 70, 130)];
        foreach ((int outer, int length, int inner) in Affordable(all, s => s.Outer <= 7))
        {
            var sizes = new ArgMax(outer, length, inner);
            float[] x = Array.ConvertAll(
                Numbers.Indices(outer * length * inner, 6), v => v == 5 && withNaN ? float.NaN : v == 0 ? float.NegativeInfinity : v - 3);
            double[] expected = new double[outer * inner];
            ArgMaxReference.Run<double>(sizes, Numbers.Wide(x), expected);
            Check("Run", (a, y) => sizes.Run(a, y));
            Check("Results", (a, y) => ArgMaxSimt.Results(Device, Division.Groups(y.Length), a, y, length, inner));
            int units = outer * Division.Groups(inner, 64);
            Check("ColumnsAlone", (a, y) => ArgMaxSimt.ColumnsAlone(Device, Math.Min(units, 2), a, y, units, length, inner));
            if (inner == 1)
            {
                Check("Rows", (a, y) => ArgMaxSimt.Rows(Device, outer, a, y, length));
                Check("RowsAlone", (a, y) => ArgMaxSimt.RowsAlone(Device, Math.Min(outer, 2), a, y, outer, length));
            }

            void Check(string name, Action<BufferView, BufferView> run)
            {
                using var memory = new KernelMemory(Device);
                BufferView y = memory.Result(outer * inner);
                run(memory.Operand(x), y);
                Numbers.AssertClose(expected, memory.Read(y), 0, $"{name}, {sizes}");
            }
        }
    }

    [Test]
    public void ArgMax_of_nothing_but_minus_infinity_or_NaN_is_the_first()
    {
        foreach (float value in new[] { float.NegativeInfinity, float.NaN })
        {
            float[] x = Enumerable.Repeat(value, 2 * 70).ToArray();
            using var memory = new KernelMemory(Device);
            BufferView operand = memory.Operand(x), group = memory.Result(2), alone = memory.Result(2);
            ArgMaxSimt.Rows(Device, 2, operand, group, 70);
            ArgMaxSimt.RowsAlone(Device, 1, operand, alone, 2, 70);
            Assert.That(memory.Read(group), Is.All.Zero);
            Assert.That(memory.Read(alone), Is.All.Zero);
        }
    }
}
