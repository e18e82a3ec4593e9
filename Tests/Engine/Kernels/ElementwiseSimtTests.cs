using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>Elementwise SIMT kernels, every rung, against the reference in double.</summary>
[TestFixtureSource(typeof(SimtFixture), nameof(KernelDevices))]
internal sealed class ElementwiseSimtTests(string device) : SimtFixture(device)
{
    // Formulas on tame inputs, as in the tests of the SIMD loops.
    private const double Tolerance = 4e-6;

    // A device compiles a kernel anew for each formula. So all formulas go through what the contract chooses, and these through every
    // rung: a formula stands in all of them in the same words.
    private static readonly string[] Representatives = ["Tanh", "LeakyRelu", "Multiply", "Divide"];

    private static IEnumerable<UnaryCase> UnaryCases => FormulaCases.Unary;

    private static IEnumerable<BinaryCase> BinaryCases => FormulaCases.Binary;

    [TestCaseSource(nameof(UnaryCases))]
    public void Unary_value_and_gradient(object formula)
    {
        var unary = (UnaryCase)formula;
        foreach (int n in Affordable(AwkwardSizes.Lengths.Where(n => n is < 70 or 8193), n => n < 70))
        {
            float[] x = Numbers.Uniform(n, unary.Low, unary.High, n), dy = Numbers.Uniform(n, seed: n + 1);
            double[] expectedY = new double[n], expectedDx = new double[n];
            unary.Reference(Numbers.Wide(x), expectedY, Numbers.Wide(dy), expectedDx);
            foreach ((int version, int runs) in Rungs($"{unary}"))
            {
                using var memory = new KernelMemory(Device);
                BufferView y = memory.Result(n), dx = memory.Result(n);
                unary.Simt(Device, memory.Operand(x), y, memory.Operand(dy), dx, version, runs);
                string what = $"{unary}, {n} values, version {version}, {runs} runs";
                Numbers.AssertClose(expectedY, memory.Read(y), Tolerance, what);
                Numbers.AssertClose(expectedDx, memory.Read(dx), Tolerance, "gradient of " + what);
            }
        }
    }

    // A formula compares with constants, and compilers turn comparisons round: NaN shows whether they know what they do.
    [TestCaseSource(nameof(UnaryCases))]
    public void Unary_of_NaN(object formula)
    {
        var unary = (UnaryCase)formula;
        float[] x = [float.NaN], dy = [1.5f];
        double[] expectedY = new double[1], expectedDx = new double[1];
        unary.Reference(Numbers.Wide(x), expectedY, Numbers.Wide(dy), expectedDx);
        using var memory = new KernelMemory(Device);
        BufferView y = memory.Result(1), dx = memory.Result(1);
        unary.Simt(Device, memory.Operand(x), y, memory.Operand(dy), dx, version: 0, runs: 1);
        Numbers.AssertClose(expectedY, memory.Read(y), Tolerance, $"{unary} of NaN");
        Numbers.AssertClose(expectedDx, memory.Read(dx), Tolerance, $"gradient of {unary} at NaN");
    }

    [TestCaseSource(nameof(BinaryCases))]
    public void Binary_of_NaN(object formula)
    {
        var binary = (BinaryCase)formula;
        float[] u = [float.NaN, 0.5f, float.NaN], v = [0.5f, float.NaN, float.NaN], dy = [1.5f, 1.5f, 1.5f];
        Shape shape = [3];
        double[] y = new double[3], da = new double[3], db = new double[3];
        binary.Reference(shape, shape, shape, Numbers.Wide(u), Numbers.Wide(v), y, Numbers.Wide(dy), da, db);
        using var memory = new KernelMemory(Device);
        BufferView ry = memory.Result(3), ra = memory.Result(3), rb = memory.Result(3);
        binary.Simt(Device, shape, shape, shape, memory.Operand(u), memory.Operand(v), ry, memory.Operand(dy), ra, rb, version: 0, runs: 1);
        Numbers.AssertClose(y, memory.Read(ry), Tolerance, $"{binary} of NaN");
        Numbers.AssertClose(da, memory.Read(ra), Tolerance, $"{binary} of NaN, by a");
        Numbers.AssertClose(db, memory.Read(rb), Tolerance, $"{binary} of NaN, by b");
    }

    [Test]
    public void Unary_may_write_over_its_operand([Values(1, 2, 3)] int version)
    {
        UnaryCase tanh = FormulaCases.Unary.Single(c => c.ToString() == "Tanh");
        float[] x = Numbers.Uniform(1027);
        using var memory = new KernelMemory(Device);
        BufferView apart = memory.Result(x.Length), inPlace = memory.Result(x), dy = memory.Operand(x), dx = memory.Result(x.Length);
        tanh.Simt(Device, memory.Operand(x), apart, dy, dx, version, runs: 2);
        tanh.Simt(Device, inPlace, inPlace, dy, dx, version, runs: 2);
        Assert.That(memory.Read(inPlace), Is.EqualTo(memory.Read(apart)));
    }

    [TestCaseSource(nameof(BinaryCases))]
    public void Binary_value_and_gradients(object formula)
    {
        var binary = (BinaryCase)formula;
        foreach ((Shape shape, Shape a, Shape b) in Affordable(SimtPlanTests.Shapes, s => s.Item1.Size <= 2000))
        {
            float[] u = Numbers.Uniform(
                a.Size, binary.Low, binary.High,
                3), v = Numbers.Uniform(b.Size, binary.Low, binary.High, 4), dy = Numbers.Uniform(shape.Size, seed: 5);
            double[] y = new double[shape.Size], da = new double[shape.Size], db = new double[shape.Size];
            binary.Reference(shape, a, b, Numbers.Wide(u), Numbers.Wide(v), y, Numbers.Wide(dy), da, db);
            bool oneRow = BroadcastPlan.Of(shape, a, b).Rank == 1;
            foreach ((int version, int runs) in Rungs($"{binary}").Where(r => r.Version != 3 || oneRow))
            {
                using var memory = new KernelMemory(Device);
                BufferView ry = memory.Result(shape.Size), ra = memory.Result(shape.Size), rb = memory.Result(shape.Size);
                binary.Simt(Device, shape, a, b, memory.Operand(u), memory.Operand(v), ry, memory.Operand(dy), ra, rb, version, runs);
                string what = $"{binary} of {a} and {b}, version {version}, {runs} runs";
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
        for (int version = 0; version <= 2; version++)
        {
            using var memory = new KernelMemory(Device);
            BufferView y = memory.Result(n), filled = memory.Result(n);
            BufferView condition = memory.Operand(mask), first = memory.Operand(a), second = memory.Operand(b);
            switch (version)
            {
                case 1:
                    SelectSimt.Element(Device, Division.Groups(n), condition, first, second, y);
                    FillSimt.Element(Device, Division.Groups(n), filled, 1.5f);
                    break;
                case 2:
                    SelectSimt.Stretch(Device, 3, condition, first, second, y);
                    FillSimt.Stretch(Device, 3, filled, 1.5f);
                    break;
                default:
                    Select.Run(condition, first, second, y);
                    Fill.Run(filled, 1.5f);
                    break;
            }

            Assert.That(memory.Read(y), Is.EqualTo(chosen), $"version {version}");
            Assert.That(memory.Read(filled), Is.EqualTo(Enumerable.Repeat(1.5f, n)), $"version {version}");
        }
    }

    // One run, some, and more than there are lines to share out.
    private static IEnumerable<(int Version, int Runs)> Rungs(string formula) =>
        Representatives.Contains(formula) ? [(0, 0), (1, 0), (2, 1), (2, 2), (2, 7), (3, 0)] : [(0, 0)];
}
