using System.Text.RegularExpressions;
using GanFromScratch.Engine.Simt;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Simt;

/// <summary>CUDA's dialect, held against a compiler that is not NVIDIA's.</summary>
public class CudaDialectTests
{
    public static IEnumerable<string> Kernels => DialectKernels.All.Select(k => k.Kernel.Name);

    [TestCaseSource(nameof(Kernels))]
    public void Kernels_of_every_word_are_CUDA_C(string kernel)
    {
        string ptx = ClangCuda.Compile(Text(kernel), kernel);
        Assert.That(ptx, Does.Contain($".visible .entry {kernel}("));
    }

    [Test]
    public void The_kernels_use_every_word()
    {
        var used = DialectKernels.All.SelectMany(k => k.Kernel.Text.Split('\n').Concat(["$function $constant $shared"]))
            .SelectMany(line => Regex.Matches(line, @"\$([a-z_0-9]+)").Select(m => m.Groups[1].Value)).ToHashSet();
        Assert.That(KernelDialect.Cuda.Words.Keys.Except(used), Is.Empty);
    }

    [Test]
    public void Both_dialects_have_the_same_words() =>
        Assert.That(KernelDialect.Cuda.Words.Keys, Is.EquivalentTo(KernelDialect.OpenCl.Words.Keys));

    [Test]
    public void A_view_is_three_parameters_and_a_struct_is_one()
    {
        string ptx = ClangCuda.Compile(Text("affine"), "affine");
        string[] parameters = [
            .. Regex.Matches(ptx, @"\.param (.*) affine_param_(\d)(.*)").Select(
                m => (m.Groups[1].Value + m.Groups[3].Value).TrimEnd(',')).Take(8)];
        Assert.That(parameters, Is.EqualTo(new[] { ".u64", ".u32", ".u32", ".u64", ".u32", ".u32", ".align 4 .b8[8]", ".f32" }));
    }

    [Test]
    public void Four_floats_move_at_once_where_they_are_known_to_be_aligned_and_one_by_one_elsewhere()
    {
        Assert.That(ClangCuda.Compile(Text("vectors"), "vectors"), Does.Not.Contain(".v4.f32"));
        Assert.That(ClangCuda.Compile(Text("sixteens"), "sixteens"), Does.Contain("ld.global.v4.f32"));
    }

    [Test]
    public void A_mistake_is_found()
    {
        KernelProgram wrong = DialectKernels.Register("wrong_word", 1, "$kernel wrong_word(int n)\n{\n    undefined = n;\n}\n");
        Assert.That(
            () => ClangCuda.Compile(KernelText.Of(wrong, KernelDialect.Cuda).Text, "wrong_word"),
            Throws.InstanceOf<AssertionException>().With.Message.Contains("undefined").Or.InstanceOf<IgnoreException>());
    }

    private static string Text(string kernel) =>
        KernelText.Of(DialectKernels.All.Single(k => k.Kernel.Name == kernel), KernelDialect.Cuda).Text;
}
