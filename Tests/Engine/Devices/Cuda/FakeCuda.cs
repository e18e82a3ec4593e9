using System.Diagnostics;
using System.Runtime.InteropServices;
using GanFromScratch.Engine.Devices.Cuda;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine.Devices.Cuda;

/// <summary>
/// The driver and the compiler of <c>FakeDriver/fake-cuda.c</c>, built with the C compiler of this machine and put in place of NVIDIA's
/// while this object lives. Bindings stay with the library they were first used with, so it is not used where there is a real driver:
/// there the tests of the real one run.
/// </summary>
internal sealed unsafe class FakeCuda : IDisposable
{
    private static readonly Lazy<(string? Path, string Problem)> Built = new(Build);
    private readonly nint library;

    public FakeCuda()
    {
        if (OperatingSystem.IsWindows() || NativeLibrary.TryLoad("libcuda.so.1", out _))
            Missing.Skip("FAKE_CUDA", "There is a real CUDA driver here, or it is Windows; CudaTests tests that one.");
        if (Built.Value.Path == null)
            Missing.Skip("CC", $"The fake CUDA driver needs a C compiler: {Built.Value.Problem}");
        library = NativeLibrary.Load(Built.Value.Path!);
        Find();
    }

    public static string Library => Built.Value.Path!;

    public long this[string name]
    {
        get
        {
            fixed (byte* text = Text(name))
                return (long)((delegate* unmanaged<byte*, nint>)NativeLibrary.GetExport(library, "fake_get"))(text);
        }

        set
        {
            fixed (byte* text = Text(name))
                ((delegate* unmanaged<byte*, nint, void>)NativeLibrary.GetExport(library, "fake_set"))(text, (nint)value);
        }
    }

    /// <summary>What the last compilation was told.</summary>
    public string CompilerOptions =>
        Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, "fake_options"))())!;

    /// <summary>A driver of two GPUs at which nothing has happened yet: its numbers outlive this object.</summary>
    public void Reset()
    {
        foreach ((string name, long value) in new[]
        {
            ("driver version", 12040L), ("init result", 0), ("gpus", 2), ("memory", 64 << 20), ("fault", 0), ("capture result", 0),
            ("nvrtc major", 12),
            ("nvrtc minor", 4), ("capability", 86), ("compute mode", 0), ("launches", 0), ("graph launches", 0), ("compilations", 0),
            ("max queued", 0),
        })
            this[name] = value;
    }

    /// <summary>Looks for drivers and GPUs anew, after numbers were changed that only that look-up reads.</summary>
    public void Find(params string[] compilerFiles) =>
        CudaInstallation.Current = new CudaInstallation(
            ["no-such-driver.so", Library], compilerFiles.Length == 0 ? [Library] : compilerFiles);

    public void Dispose() => CudaInstallation.Current = null;

    private static byte[] Text(string name) => [.. System.Text.Encoding.UTF8.GetBytes(name), 0];

    private static (string? Path, string Problem) Build()
    {
        string source = Path.Combine(SourceTree.Root, "Tests", "Engine", "Devices", "Cuda", "FakeDriver", "fake-cuda.c");
        string library = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"libfake-cuda-{Environment.ProcessId}.so");
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(
                    "gcc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-lpthread"]) { RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero, errors);
            return (library, "");
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return (null, error.Message);
        }
    }
}
