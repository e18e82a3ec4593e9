using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>Elementwise SIMD loops in every width, whole and in pieces, against the reference in double.</summary>
[Category("Simd")]
public class ElementwiseSimdTests
{
    // Formulas on tame inputs; the accuracy of the elementary functions has its own tests.
    private const double Tolerance = 4e-6;

    internal static IEnumerable<UnaryCase> UnaryCases => FormulaCases.Unary;

    internal static IEnumerable<BinaryCase> BinaryCases => FormulaCases.Binary;

    [TestCaseSource(nameof(UnaryCases))]
    public void Unary_value_and_gradient(object formula)
    {
        var unary = (UnaryCase)formula;
        foreach (int n in AwkwardSizes.Lengths.Where(n => n < 200))
        {
            float[] x = Numbers.Uniform(n, unary.Low, unary.High, n), dy = Numbers.Uniform(n, seed: n + 1);
            double[] expectedY = new double[n], expectedDx = new double[n];
            unary.Reference(Numbers.Wide(x), expectedY, Numbers.Wide(dy), expectedDx);
            foreach (int width in SimdRun.Widths)
            {
                using var memory = new KernelMemory();
                BufferView y = memory.Result(n), dx = memory.Result(n);
                unary.Simd(memory.Operand(x), y, memory.Operand(dy), dx, width, pieces: 1);
                Numbers.AssertClose(expectedY, memory.Read(y), Tolerance, $"{unary}, {n} values, {width} bits");
                Numbers.AssertClose(expectedDx, memory.Read(dx), Tolerance, $"gradient of {unary}, {n} values, {width} bits");
            }
        }
    }

    [TestCaseSource(nameof(UnaryCases))]
    public void Unary_in_pieces_gives_the_same_bits(object formula)
    {
        var unary = (UnaryCase)formula;
        const int n = (3 << 13) + 5;
        float[] x = Numbers.Uniform(n, unary.Low, unary.High), dy = Numbers.Uniform(n, seed: 2);
        using var memory = new KernelMemory();
        BufferView u = memory.Operand(x), v = memory.Operand(dy), y = memory.Result(n), dx = memory.Result(n), y3 = memory.Result(n),
        dx3 = memory.Result(n);
        int width = GanFromScratch.Engine.Devices.Cpu.SimdWidth.Usual;
        unary.Simd(u, y, v, dx, width, pieces: 1);
        unary.Simd(u, y3, v, dx3, width, pieces: 3);
        Assert.That(memory.Read(y3).AsSpan().SequenceEqual(memory.Read(y)));
        Assert.That(memory.Read(dx3).AsSpan().SequenceEqual(memory.Read(dx)));
    }

    [TestCaseSource(nameof(BinaryCases))]
    public void Binary_value_and_gradients(object formula)
    {
        var binary = (BinaryCase)formula;
        foreach ((Shape shape, Shape a, Shape b) in new (Shape, Shape, Shape)[]
        {
            ([0], [0], [0]), ([1], [1], [1]), ([17], [17], [17]), ([65], [65], []), ([33], [], [33]), ([3, 9], [3, 9], [9]),
            ([5, 16], [5, 1], [5, 16]),
            ([7, 5], [7, 1], [1, 5]), ([2, 3, 19], [3, 1], [2, 1, 19]), ([4097], [4097], [4097]), ([2, 4100], [4100], [2, 1]),
        })
        {
            float[] u = Numbers.Uniform(
                a.Size, binary.Low, binary.High,
                3), v = Numbers.Uniform(b.Size, binary.Low, binary.High, 4), dy = Numbers.Uniform(shape.Size, seed: 5);
            double[] y = new double[shape.Size], da = new double[shape.Size], db = new double[shape.Size];
            binary.Reference(shape, a, b, Numbers.Wide(u), Numbers.Wide(v), y, Numbers.Wide(dy), da, db);
            foreach (int width in SimdRun.Widths)
            {
                using var memory = new KernelMemory();
                BufferView ry = memory.Result(shape.Size), ra = memory.Result(shape.Size), rb = memory.Result(shape.Size);
                binary.Simd(shape, a, b, memory.Operand(u), memory.Operand(v), ry, memory.Operand(dy), ra, rb, width, pieces: width / 128);
                string what = $"{binary} of {a} and {b}, {width} bits";
                Numbers.AssertClose(y, memory.Read(ry), Tolerance, what);
                Numbers.AssertClose(da, memory.Read(ra), 4 * Tolerance, what + ", by a");
                Numbers.AssertClose(db, memory.Read(rb), 4 * Tolerance, what + ", by b");
            }
        }
    }

    [Test]
    public void Select_and_fill([ValueSource(typeof(AwkwardSizes), nameof(AwkwardSizes.Lengths))] int n)
    {
        float[] mask = Array.ConvertAll(
            Numbers.Indices(n, 2), m => m == 0 ? -0f : 3), a = Numbers.Uniform(n), b = Numbers.Uniform(n, seed: 2);
        float[] chosen = new float[n];
        SelectReference.Run<float>(mask, a, b, chosen);
        foreach (int width in SimdRun.Widths)
        {
            using var memory = new KernelMemory();
            BufferView y = memory.Result(n), filled = memory.Result(n);
            SimdRun.Execute(new SelectSimd(memory.Operand(mask), memory.Operand(a), memory.Operand(b), y), width, pieces: 2);
            SimdRun.Execute(new FillSimd(filled, 1.5f), width, pieces: 2);
            Assert.That(memory.Read(y), Is.EqualTo(chosen));
            Assert.That(memory.Read(filled), Is.EqualTo(Enumerable.Repeat(1.5f, n)));
        }
    }
}
