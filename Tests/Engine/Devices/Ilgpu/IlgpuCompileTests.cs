using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using GanFromScratch.Engine.Devices.Ilgpu;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Conv2d;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Engine.Kernels.MatMul;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Layers.Serialization;
using ILGPU;

namespace GanFromScratch.Tests.Engine.Devices.Ilgpu;

/// <summary>
/// Every kernel, with every formula that fits it, goes through ILGPU's compilers for PTX and for OpenCL C, which need no device; and what
/// comes out takes its arguments in the form in which the devices pass them.
/// </summary>
public partial class IlgpuCompileTests
{
    private static readonly IlgpuCompiler Ptx = IlgpuCompiler.Ptx(80, new Version(12, 0)), OpenCl = IlgpuCompiler.OpenCl();

    // A kernel with its formula is compiled once for each, whatever is asked of the text.
    private static readonly Dictionary<(IlgpuCompiler Compiler, string Program), KernelCode> Texts = [];

    // What PTX calls the comparisons, and how C writes them.
    private static readonly (string Ptx, string C)[] Comparisons = [("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">="), ("eq", "==")];

    private static IEnumerable<TestCaseData> Kernels =>
        from kernel in KernelUnits.Kernels
        where kernel.Class?.Assembly == typeof(KernelSource).Assembly
        select new TestCaseData(kernel).SetArgDisplayNames($"{kernel.ClassName}.{kernel.Name}");

    // Groups of several items are for GPUs, groups of one for processors. Resample's eight planes an item are for both, with a loop over as
    // many planes as there are.
    private static IEnumerable<TestCaseData> KernelsOfGpus =>
        Kernels.Where(k => k.Arguments[0] is KernelSource { GroupSize: > 1, Name: not ("Planes" or "PlanesTransposed") });

    // GPUs do doubles at a 32nd or 64th of the rate of floats.
    [TestCaseSource(nameof(Kernels))]
    public void Compiles_to_PTX_without_doubles(KernelSource kernel) => Assert.Multiple(() =>
    {
        foreach (KernelProgram program in Programs(kernel))
        {
            KernelCode code = PtxOf(program);
            Assert.That(code.Text, Does.Not.Contain(".f64"), $"{program}");
            IEnumerable<int> sizes = Regex.Match(code.Text, $@"\.entry {code.EntryPoint}\((?<list>[^)]*)\)").Groups["list"].Value
                .Split(',', StringSplitOptions.TrimEntries).Select(PtxBytes);
            Assert.That(
                sizes, Is.EqualTo(program.Method.GetParameters().Select(p => IsView(p) ? 16 : Bytes(p.ParameterType))), $"{program}");
        }
    });

    // ILGPU unrolls no loop, and an array that is indexed by a loop's variable lies in memory, hundreds of cycles away.
    [TestCaseSource(nameof(KernelsOfGpus))]
    public void A_GPUs_kernel_keeps_its_variables_in_registers(KernelSource kernel) => Assert.Multiple(() =>
    {
        foreach (KernelProgram program in Programs(kernel))
            Assert.That(PtxOf(program).Text, Does.Not.Contain(".local"), $"{program}");
    });

    [TestCase(nameof(MatMulSimt), nameof(MatMulSimt.VectorTile), null, 64, 4)]
    [TestCase(nameof(MatMulSimt), nameof(MatMulSimt.RegisterTile), typeof(Tile4), 16, 2)]
    [TestCase(nameof(MatMulSimt), nameof(MatMulSimt.RegisterTile), typeof(Tile2), 4, 0)]
    [TestCase(nameof(Conv2dSimt), nameof(Conv2dSimt.RegisterTile), typeof(Tile4), 16, 2)]
    [TestCase(nameof(Conv2dSimt), nameof(Conv2dSimt.RegisterTile), typeof(Tile2), 4, 0)]
    [TestCase(nameof(Conv2dWeightGradientSimt), nameof(Conv2dWeightGradientSimt.RegisterTile), typeof(Tile4), 16, 2)]
    [TestCase(nameof(Conv2dWeightGradientSimt), nameof(Conv2dWeightGradientSimt.RegisterTile), typeof(Tile2), 4, 0)]
    public void A_step_of_a_register_tile_is_its_multiply_adds_and_vector_loads(
        string family, string name, Type? tile, int multiplyAdds, int loads)
    {
        KernelProgram program = Programs(Find(family, name)).Single(p =>
            p.TypeArguments is var given
                && (tile == null || given[0] == tile)
                && ((given.Count == 1 && tile != null) || given[^1] == typeof(Identity)));
        string ptx = PtxOf(program).Text;
        Assert.Multiple(() =>
        {
            Assert.That(Regex.Count(ptx, @"\bfma\.rn\.f32"), Is.EqualTo(multiplyAdds));
            Assert.That(Regex.Count(ptx, @"\bld\.shared\.v4\.f32"), Is.EqualTo(loads));
            Assert.That(Regex.Count(ptx, @"\bcall\b"), Is.Zero);
        });
    }

    [TestCaseSource(nameof(Kernels))]
    public void Compiles_to_OpenCL_C(KernelSource kernel) => Assert.Multiple(() =>
    {
        foreach (KernelProgram program in Programs(kernel))
        {
            KernelCode code = OpenClOf(program);
            string[] given = [
                .. Regex.Match(
                    code.Text,
                    $@"kernel void {code.EntryPoint}\((?<list>[^)]*)\)").Groups["list"].Value.Split(',', StringSplitOptions.TrimEntries)];
            ParameterInfo[] parameters = program.Method.GetParameters();
            int views = parameters.Count(IsView);
            Assert.That(given, Has.Length.EqualTo(views + parameters.Length), $"{program}");
            Assert.That(given.Take(views), Is.All.StartsWith("global "), $"{program}");
            foreach ((ParameterInfo parameter, string text) in parameters.Zip(given.Skip(views)))
            {
                if (IsView(parameter))
                    Assert.That(
                        Fields(code.Text, text), Does.Match(@"^\s*int field_0;\s*long field_1;\s*$"), $"{program}, {parameter.Name}");
            }
        }
    });

    // ILGPU makes a <= b, true for NaN, of !(a > b). PTX has an operator for that (leu). C has none and must test both sides for NaN; what
    // compares a number with itself in PTX does so in C too. Where PTX has leu, C may have the plain > instead, which is as right.
    [TestCaseSource(nameof(Kernels))]
    public void A_comparison_that_is_true_for_NaN_in_PTX_is_so_in_OpenCL_C(KernelSource kernel) => Assert.Multiple(() =>
    {
        foreach (KernelProgram program in Programs(kernel))
        {
            string ptx = PtxOf(program).Text, c = OpenClOf(program).Text;

            // In C these two are the library's, in PTX they are written out, with comparisons.
            if (Regex.IsMatch(c, @"\b(tanh|pow)\s*\("))
                continue;
            int unordered = Comparisons.Sum(k =>
                Math.Min(Regex.Count(ptx, $@"setp\.{k.Ptx}u\.f32"), Regex.Count(c, $@"\(float\) \w+ {k.C} \(float\)")));
            int selfInPtx = Regex.Count(ptx, @"setp\.\w+\.f32\s+%p\d+, (%f\d+), \1;");
            int selfInC = Regex.Count(c, @"\(float\) (\w+) [!=]= \(float\) \1;");
            Assert.That(selfInC, Is.AtLeast(selfInPtx + unordered), $"{program} loses NaN in OpenCL C: numbers compared with themselves");
        }
    });

    // Of a bool that becomes a float, (a > b ? 1 : 0) + x, ILGPU makes the float with the bits of 1, the smallest there is.
    [TestCaseSource(nameof(Kernels))]
    public void A_condition_becomes_the_float_1_and_not_the_bits_of_1(KernelSource kernel) => Assert.Multiple(() =>
    {
        foreach (KernelProgram program in Programs(kernel))
        {
            Assert.That(PtxOf(program).Text, Does.Not.Contain("0f00000001"), $"{program}: write 1f and 0f");
            Assert.That(OpenClOf(program).Text, Does.Not.Contain("1.40129846E-45f"), $"{program}: write 1f and 0f");
        }
    });

    // MathF.FusedMultiplyAdd and MathF.Round, which ILGPU does not know or does otherwise.
    [Test]
    public void Fused_multiply_adds_are_single_instructions_and_no_other_sum_may_be_fused()
    {
        var exp = new KernelProgram(Find(nameof(UnarySimt), nameof(UnarySimt.Element)), typeof(Exp));
        string ptx = PtxOf(exp).Text, c = OpenCl.Compile(exp).Text;
        Assert.Multiple(() =>
        {
            // 0x4B000000 are the bits of 2²³, which Lane.Round adds and takes away.
            Assert.That(ptx, Does.Contain("fma.rn.f32").And.Contain("0f4B000000").And.Contain("mul.rn.f32"));
            Assert.That(ptx, Does.Not.Match(@"\b(add|sub|mul)\.f32"));
            Assert.That(c, Does.Match(@"=\s*fma\s*\(").And.Contain("8388608").And.StartWith("#pragma OPENCL FP_CONTRACT OFF"));
        });
    }

    [Test]
    public void A_newer_GPU_gets_the_PTX_of_the_newest_that_ILGPU_knows_and_an_old_driver_an_old_language() => Assert.Multiple(() =>
    {
        Assert.That(IlgpuCompiler.Ptx(120, new Version(13, 0)).Identity, Does.Contain("SM_90"));
        Assert.That(IlgpuCompiler.Ptx(86, new Version(11, 0)).Identity, Does.EndWith("PTX 7.0 SM_80"));
        Assert.That(IlgpuCompiler.Ptx(52, new Version(11, 0)).Identity, Does.Contain("SM_52"));
    });

    [Test]
    public void A_text_is_kept_on_disk_and_found_again()
    {
        using var folder = new TemporaryFolder();
        var cache = new ProgramCache(folder.Path);
        KernelProgram exp = Unary<Exp>(), square = Unary<Square>();
        int compiled = 0;
        KernelCode first = Ptx.Code(exp, cache, () => compiled++), again = Ptx.Code(Unary<Exp>(), cache, () => compiled++);
        Assert.That((again, compiled), Is.EqualTo((first, 1)));
        Assert.That(Ptx.Code(square, cache, () => compiled++).Text, Is.Not.EqualTo(first.Text));
        Assert.That(OpenCl.Code(exp, cache, () => compiled++).Text, Does.Contain("kernel void"));
        Assert.That(compiled, Is.EqualTo(3), "each kernel and each target has an entry of its own");

        static KernelProgram Unary<TFormula>() => new(Find(nameof(UnarySimt), nameof(UnarySimt.Element)), typeof(TFormula));
    }

    private static KernelSource Find(string family, string name) =>
        KernelUnits.Kernels.Single(k => k.ClassName == family && k.Name == name);

    private static KernelCode PtxOf(KernelProgram program) => TextOf(Ptx, program);

    private static KernelCode OpenClOf(KernelProgram program) => TextOf(OpenCl, program);

    private static KernelCode TextOf(IlgpuCompiler compiler, KernelProgram program)
    {
        if (!Texts.TryGetValue((compiler, $"{program}"), out KernelCode? known))
            Texts.Add((compiler, $"{program}"), known = compiler.Compile(program));
        return known;
    }

    // Interfaces with static members that are called through a struct's type are beyond it.
    [Test]
    public void A_kernel_that_ILGPU_refuses_is_told_by_name_and_spoils_none_after_it()
    {
        KernelSource steps = KernelUnits.Kernels.First(k => k.ClassName == "ResultKernels" && k.Name == "Steps");
        var refused = new KernelProgram(steps, [.. steps.Constraints.Select(c => KernelTypes.Fitting(c)[0])]);
        IlgpuCompiler compiler = IlgpuCompiler.Ptx(80, new Version(12, 0));
        Assert.That(() => compiler.Compile(refused), Throws.TypeOf<KernelCompileException>()
            .With.Message.StartsWith($"The kernel {refused} does not compile through ILGPU: ").And.Message.EndsWith(
                "The compiler c takes the translator's text instead."));
        Assert.That(
            compiler.Compile(new KernelProgram(Find(nameof(UnarySimt), nameof(UnarySimt.Element)), typeof(Square))).Text,
            Does.Contain(".entry"));
    }

    private static IEnumerable<KernelProgram> Programs(KernelSource kernel)
    {
        IEnumerable<Type[]> choices = [[]];
        foreach (string constraint in kernel.Constraints)
        {
            List<Type> fitting = [.. KernelTypes.Fitting(constraint).Where(t => t.Assembly != typeof(IlgpuCompileTests).Assembly)];
            choices = [.. choices.SelectMany(c => fitting.Select(t => (Type[])[.. c, t]))];
        }

        return choices.Select(c => new KernelProgram(kernel, c));
    }

    private static bool IsView(ParameterInfo parameter) =>
        parameter.ParameterType.IsGenericType && parameter.ParameterType.GetGenericTypeDefinition() == typeof(ArrayView<>);

    private static int Bytes(Type type) =>
        (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    // ".param .align 8 .b8 x[16]" or ".param .f32 a".
    private static int PtxBytes(string parameter)
    {
        Match match = PtxParameter().Match(parameter);
        Assert.That(match.Success, Is.True, parameter);
        int element = int.Parse(match.Groups["bits"].Value) / 8;
        return match.Groups["count"].Success ? element * int.Parse(match.Groups["count"].Value) : element;
    }

    private static string Fields(string source, string parameter) =>
        Regex.Match(
            source, $@"^{parameter[..parameter.LastIndexOf(' ')]}\s*\{{(?<fields>[^}}]*)\}};",
            RegexOptions.Multiline).Groups["fields"].Value;

    [GeneratedRegex(@"^\.param (\.align \d+ )?\.[bsuf](?<bits>\d+) \w+(\[(?<count>\d+)\])?$")]
    private static partial Regex PtxParameter();
}
