using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.ArgMax;
using GanFromScratch.Engine.Kernels.CrossEntropy;
using GanFromScratch.Engine.Kernels.Softmax;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>Softmax, cross-entropy and ArgMax: kernels that go row by row.</summary>
[Category("Simd")]
public class SoftmaxSimdTests
{
    private static readonly (int Rows, int Columns)[] Sizes =
        [(0, 3), (3, 0), (1, 1), (5, 2), (3, 10), (2, 15), (3, 16), (2, 17), (1, 33), (7, 64), (2, 65), (1, 129), (5, 1000), (1, 4097)];

    [Test]
    public void Softmax_and_its_gradient([Values(128, 256, 512)] int width, [Values] bool logarithm)
    {
        foreach ((int rows, int columns) in Sizes)
        {
            int n = rows * columns;
            float[] x = Numbers.Uniform(n, -5, 5), dy = Numbers.Uniform(n, seed: 2);
            double[] expected = new double[n], expectedDx = new double[n];
            SoftmaxReference.Run<double>(new Softmax(rows, columns, logarithm), Numbers.Wide(x), expected);
            float[] y = Array.ConvertAll(expected, v => (float)v);
            SoftmaxGradientReference.Run<double>(
                new SoftmaxGradient(rows, columns, logarithm), Numbers.Wide(y), Numbers.Wide(dy), expectedDx);
            foreach (int pieces in new[] { 1, 3 })
            {
                using var memory = new KernelMemory();
                BufferView actual = memory.Result(n), dx = memory.Result(n);
                SimdRun.Execute(new SoftmaxSimd(new Softmax(rows, columns, logarithm), memory.Operand(x), actual), width, pieces);
                SimdRun.Execute(
                    new SoftmaxGradientSimd(new SoftmaxGradient(rows, columns, logarithm), memory.Operand(y), memory.Operand(dy), dx),
                    width, pieces);
                Numbers.AssertClose(expected, memory.Read(actual), 1e-6 + (columns * 1e-9), $"{rows}×{columns}");
                Numbers.AssertClose(expectedDx, memory.Read(dx), 1e-6 + (columns * 1e-8), $"gradient, {rows}×{columns}");
            }
        }
    }

    [Test]
    public void CrossEntropy_and_its_gradient([Values(128, 256, 512)] int width)
    {
        foreach ((int N, int C) in Sizes.Where(s => s.Rows * s.Columns > 0))
        {
            float[] x = Numbers.Uniform(N * C, -5, 5), classes = Numbers.Indices(N, C);
            double[] expected = new double[1], expectedD = new double[N * C];
            CrossEntropyReference.Run<double>(new CrossEntropy(N, C), Numbers.Wide(x), Numbers.Wide(classes), expected);
            CrossEntropyGradientReference.Run<double>(
                new CrossEntropyGradient(N, C), Numbers.Wide(x), Numbers.Wide(classes), [1.5], expectedD);
            foreach (int pieces in new[] { 1, 3 })
            {
                using var memory = new KernelMemory();
                BufferView logits = memory.Operand(x), indices = memory.Operand(classes), y = memory.Result(1), d = memory.Result(N * C);
                SimdRun.Execute(
                    new CrossEntropySimd(new CrossEntropy(N, C), logits, indices, y, memory.Result(N * (C + 1))), width, pieces);
                SimdRun.Execute(
                    new CrossEntropyGradientSimd(new CrossEntropyGradient(N, C), logits, indices, memory.Operand([1.5f]), d), width,
                    pieces);
                Numbers.AssertClose(expected, memory.Read(y), 1e-6, $"{N}×{C}");
                Numbers.AssertClose(expectedD, memory.Read(d), 1e-6, $"gradient, {N}×{C}");
            }
        }
    }

    [Test]
    public void ArgMax_of_many_equals([Values(128, 256, 512)] int width)
    {
        foreach (
            (int outer, int length, int inner) in new[]
            {
                (0, 2, 2), (2, 3, 0), (1, 1, 1), (3, 17, 1), (2, 300, 1), (2, 5, 3), (1, 9, 16), (3, 4, 33), (1, 70, 130)
            })
        {
            var sizes = new ArgMax(outer, length, inner);
            float[] x = Array.ConvertAll(Numbers.Indices(outer * length * inner, 6), v => v == 5 && length > 8 ? float.NaN : v - 3);
            double[] expected = new double[outer * inner];
            ArgMaxReference.Run<double>(sizes, Numbers.Wide(x), expected);
            foreach (int pieces in new[] { 1, 3 })
            {
                using var memory = new KernelMemory();
                BufferView y = memory.Result(outer * inner);
                SimdRun.Execute(new ArgMaxSimd(sizes, memory.Operand(x), y), width, pieces);
                Numbers.AssertClose(expected, memory.Read(y), 0, $"{sizes}");
            }
        }
    }
}
