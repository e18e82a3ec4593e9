using System.Diagnostics;
using System.Text.RegularExpressions;

namespace GanFromScratch.Tests.Support;

/// <summary>
/// Compiles CUDA C to PTX with clang, which needs neither NVIDIA's toolkit nor a GPU: proof that a generated kernel is CUDA C on any
/// machine. A test is skipped where there is no clang, and fails there when GAN_REQUIRE_CLANG=1 forbids that.
/// </summary>
internal static partial class ClangCuda
{
    private static readonly string Header = Path.Combine(SourceTree.Root, "Tests", "Engine", "Simt", "cuda-for-clang.h");
    private static readonly Lazy<string?> Clang = new(() => Candidates.FirstOrDefault(Runs));

    private static string[] Candidates =>
        ["clang", .. Enumerable.Range(14, 10).Reverse().SelectMany(v => new[] { $"clang-{v}", $"/usr/lib/llvm-{v}/bin/clang" })];

    /// <summary>The PTX of <paramref name="source"/>; the test fails with clang's words if it does not compile.</summary>
    public static string Compile(string source, string what)
    {
        string clang = Require();

        // clang takes __shared__ in front of a pointer, NVRTC does not: it belongs to arrays only.
        Assert.That(
            SharedPointer().Match(source).Value, Is.Empty,
            $"{what}: NVRTC refuses __shared__ on a pointer; only the array is marked, by $shared_array");
        (int exit, string ptx, string errors) = Run(clang, source, "-include", Header, "-");
        Assert.That(exit, Is.Zero, $"{what} does not compile as CUDA C:\n{errors}\n{Numbered(source)}");
        return ptx;
    }

    /// <summary>The PTX of <paramref name="source"/>, not optimised; null if it does not compile.</summary>
    public static string? TryCompile(string source) =>
        !SharedPointer().IsMatch(source) && Run(Require(), source, "-O0", "-include", Header, "-") is (0, string ptx, _) ? ptx : null;

    private static string Require()
    {
        if (Clang.Value == null)
            Missing.Skip("CLANG", "There is no clang with a target for NVIDIA GPUs here; the package clang-14 has one.");
        return Clang.Value!;
    }

    private static bool Runs(string clang) => Run(clang, "__attribute__((global)) void probe() {}", "-").Exit == 0;

    private static (int Exit, string Output, string Errors) Run(string clang, string source, params string[] arguments)
    {
        var start = new ProcessStartInfo(clang)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] all =
        [
            "-x", "cuda", "--cuda-device-only", "-nocudainc", "-nocudalib", "--cuda-gpu-arch=sm_70", "-std=c++17", "-O2",
            "-ffp-contract=off",
            "-Wno-unknown-cuda-version", "-S", "-o", "-", .. arguments,
        ];
        foreach (string argument in all)
            start.ArgumentList.Add(argument);
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
            using (StreamWriter input = process.StandardInput)
                input.Write(source);
            process.WaitForExit();
            return (process.ExitCode, output.Result, errors.Result);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return (-1, "", error.Message);
        }
    }

    private static string Numbered(string source) => string.Join('\n', source.Split('\n').Select((line, i) => $"{i + 1,4} {line}"));

    [GeneratedRegex(@"__shared__\s+(const\s+)?\w+\s*\*.*")]
    private static partial Regex SharedPointer();
}
