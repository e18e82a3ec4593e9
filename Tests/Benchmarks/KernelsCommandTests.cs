using System.Text.Json;
using GanFromScratch.Benchmarks.Lab;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Engine.Devices.OpenCl;

namespace GanFromScratch.Tests.Benchmarks;

public sealed class KernelsCommandTests : BenchmarkCommandLine
{
    private static IEnumerable<string> FamilyNames => KernelFamilies.Kernels.Select(k => k.Family).Distinct();

    [TestCase("kernels")]
    [TestCase("kernels list")]
    public void Families_are_listed_with_formula_versions_and_kernels(string arguments) => Assert.That(Run(arguments), Does.Match(
        @"\nMatMul: C = f\(op\(A\) · op\(B\) \+ bias\), or C \+= op\(A\) · op\(B\)\n  ladder for GPUs\n")
        .And.Match(@"\n    4  RegisterTile<Tile4> +a tile in registers too: 4 × 4 an item\n")
        .And.Match(
            @"\n  cases for processors\n    1  Panels  8 × 32 of C in vector registers, over packed panels  "
            + @"\[Panels, PackAcross, PackAlong\]\n")
        .And.Match(
            @"\n    RegisterTile<TTile: ISquareTile, TActivation: IUnaryFormula> +256 a group  "
            + @"\(Engine/Kernels/MatMul/MatMulSimt\.cs:\d+\)"));

    [Test]
    public void The_list_for_programs_has_a_line_of_JSON_a_version_and_a_kernel()
    {
        JsonElement[] lines =
        [
            .. Run("kernels list --json").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement),
        ];
        Assert.That(lines.Count(l => l.TryGetProperty("file", out _)), Is.EqualTo(KernelUnits.Kernels.Count));
        JsonElement fill = lines.Single(l => l.GetProperty("family").GetString() == "Fill"
            && l.TryGetProperty("for", out JsonElement kind) && kind.GetString() == "processor");
        Assert.That(fill.GetProperty("name").GetString(), Is.EqualTo("Stretch"));
        Assert.That(fill.GetProperty("kernels").GetString(), Is.EqualTo("Stretch"));
    }

    [TestCaseSource(nameof(FamilyNames))]
    public void Every_kernel_is_shown_in_every_dialect(string family)
    {
        foreach (string options in new[] { "", " --dialect cuda --checked", " --dialect ptx", " --dialect csharp" })
        {
            // ILGPU refuses some of the constructs that the tests' own kernels try on the translator.
            if (
                options.EndsWith("ptx", StringComparison.Ordinal)
                    && KernelFamilies.Kernels.Any(k => k.Family == family && k.File.StartsWith("Tests", StringComparison.Ordinal)))
                continue;
            string output = Run($"kernels show {family}{options}");
            foreach (KernelSource kernel in KernelFamilies.Kernels.Where(k => k.Family == family))
            {
                Assert.That(output, Does.Contain(kernel.Text.ReplaceLineEndings("\n")));
                if (!options.EndsWith("csharp", StringComparison.Ordinal))
                    Assert.That(output, Does.Match($@"(__kernel|__global__).* {kernel.EntryPoint}|\.entry Kernel_{kernel.Name}"));
            }
        }
    }

    [Test]
    public void One_rung_is_shown_with_the_formula_asked_for()
    {
        string output = Run("kernels show MATMUL --kernel registertile --formula tile2 --formula leakyrelu");
        Assert.That(
            output,
            Does.StartWith(
                "// MatMulSimt.RegisterTile<Tile2, LeakyRelu>, 256 items a group. "
                + "").And.Contain("LeakyRelu_Value(").And.Not.Contain("VectorTile"));
    }

    [TestCase("batch-norm", "BatchNormSimt_Channels")]
    [TestCase("BatchNormSimt", "BatchNormSimt_Channels")]
    [TestCase("MatMulPanelsSimt", "MatMulSimt_Element")]
    public void A_family_has_several_names(string name, string shown) => Assert.That(Run($"kernels show {name}"), Does.Contain(shown));

    [Test]
    public void ILGPUs_OpenCL_C_is_shown_too() =>
        Assert.That(
            Run("kernels show fill --dialect ilgpu-opencl"),
            Does.Contain("The same in ilgpu-opencl").And.Contain("kernel void Kernel_Element"));

    [Test]
    public void A_version_of_several_kernels_is_shown_whole() =>
        Assert.That(
            Run("kernels show matmul --version 1 --for processor --dialect csharp"),
            Does.Match(@"void Pack\w+").And.Contain("void Panels").And.Not.Contain("void Dots").And.Not.Contain("void Element"));

    [TestCase("kernels show vae", "There is no family of kernels 'vae'; 'kernels list' names them all.")]
    [TestCase("kernels show matmul --version 9", "MatMul has no version 9; there is 1 Element, 2 SharedTile,")]
    [TestCase("kernels show matmul --version two", "--version: expected a whole number, got 'two'.")]
    [TestCase("kernels show matmul --kernel Tile", "MatMul has no kernel 'Tile'; there is ")]
    [TestCase("kernels show matmul --for tpu", "--for: expected gpu or processor, got 'tpu'.")]
    [TestCase("kernels show fill --dialect hlsl", "--dialect: expected opencl, cuda, ptx, ilgpu-opencl or csharp, got 'hlsl'.")]
    [TestCase("kernels show fill --dialect ptx --checked", "--checked: indices are checked in the dialects opencl and cuda, got 'ptx'.")]
    [TestCase("kernels time fill --compiler gcc", "Unknown compiler 'gcc': expected auto, ilgpu or c.")]
    [TestCase("kernels time fill --device cpu --compiler c", "The device 'cpu' has no compiler to choose")]
    [TestCase(
        "kernels show unary --formula BinaryCrossEntropy", "--formula: 'BinaryCrossEntropy' fits no type parameter; TFormula takes Abs,")]
    [TestCase("kernels show fill --formula Tanh", "leave out --formula.")]
    [TestCase("kernels time vae", "There is no family of kernels 'vae'")]
    [TestCase("kernels time peak", "Peak is not timed; what is: ArgMax,")]
    [TestCase("kernels time fill --device abacus", "Unknown device 'abacus'")]
    [
        TestCase(
            "kernels time fill --device reference",
            "The device 'reference' is written to be read, not for speed; measure cpu, opencl or cuda.")]
    [TestCase("kernels time fill --sizes 64,0", "--sizes: expected whole numbers from 1 to 16384 such as 512 or 64x784, got '0'.")]
    [TestCase("kernels time fill --sizes 1x2x3", "--sizes: expected one number or ROWSxCOLUMNS, got '1x2x3'.")]
    [TestCase("kernels time matmul --sizes 1x2", "--sizes: expected one number or MxNxK, got '1x2'.")]
    [TestCase("kernels time fill --seconds 0", "--seconds: expected seconds above 0 and up to 3600, got 0.")]
    public void A_mistake_is_answered_in_one_sentence(string arguments, string sentence) => Mistake(arguments, sentence);

    [Test]
    public void Timing_prints_a_line_of_JSON_a_version_and_before_it_the_peak()
    {
        OpenClFixture.RequireDevice();
        JsonElement[] lines = [
            .. Run("kernels time matmul --device opencl --sizes 128 --seconds 0.0001 --json")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.Multiple(() =>
        {
            Assert.That(lines[0].GetProperty("gflops").GetDouble(), Is.GreaterThan(0));
            Assert.That(lines[0].GetProperty("gb_per_s").GetDouble(), Is.GreaterThan(0));
            Assert.That(lines[1..].Select(l => l.GetProperty("version").GetInt32()), Is.EqualTo(new[] { 1, 2, 3, 4, 5, 1 }));
            Assert.That(lines[1..].Select(l => l.GetProperty("shape").GetString()), Has.All.EqualTo("128x128x128"));
            Assert.That(lines[1..].Select(l => l.GetProperty("share_of_peak").GetDouble()), Has.All.GreaterThan(0));
        });
    }

    [Test]
    public void The_SIMD_face_is_one_row_of_a_table() =>
        Assert.That(
            Run("kernels time fill --device cpu --sizes 100 --seconds 0.0001"),
            Does.Match(@"│ 100x100 │ SIMD    │ +[0-9.]+ │ +[0-9.]+ │ +[0-9]+% │ reference +│"));
}
