namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>The compiler that turns a kernel into a program for a device's driver.</summary>
public enum KernelCompiler
{
    /// <summary>ILGPU, from the C# method: PTX or OpenCL C.</summary>
    Ilgpu,

    /// <summary>The translator, from its C text, which NVRTC or the OpenCL driver compiles.</summary>
    C,
}

/// <summary>Each compiler's support for a device: null if it can serve it, else the reason why not.</summary>
public sealed record CompilerChoice(string? IlgpuRefused, string? CRefused)
{
    /// <summary>The compiler that is used if both serve the device and none is requested.</summary>
    public KernelCompiler Preferred { get; init; } = KernelCompiler.Ilgpu;

    /// <summary>The reason why the device cannot be used, if no compiler serves it.</summary>
    public string? Refused =>
        IlgpuRefused == null || CRefused == null ? null
        : IlgpuRefused == CRefused ? CRefused
        : $"ILGPU: {IlgpuRefused}; C: {CRefused}";

    /// <summary>Parses the user's choice: <c>ilgpu</c>, <c>c</c>, or <c>auto</c> for no preference.</summary>
    /// <exception cref="InputException">It is neither.</exception>
    internal static KernelCompiler? Parse(string name) => name.ToUpperInvariant() switch
    {
        "AUTO" or "" => null,
        "ILGPU" => KernelCompiler.Ilgpu,
        "C" => KernelCompiler.C,
        _ => throw new InputException($"Unknown compiler '{name}': expected auto, ilgpu or c."),
    };

    /// <summary>The value of <c>--compiler</c>.</summary>
    internal static string NameOf(KernelCompiler compiler) => compiler == KernelCompiler.Ilgpu ? "ilgpu" : "c";

    internal string? RefusalOf(KernelCompiler compiler) => compiler == KernelCompiler.Ilgpu ? IlgpuRefused : CRefused;

    /// <summary>Whether the device can be opened with this compiler, or with any if none is requested.</summary>
    internal bool Serves(KernelCompiler? asked) => (asked is KernelCompiler compiler ? RefusalOf(compiler) : Refused) == null;

    /// <summary>The compiler to use: the requested one, else the preferred one if it serves the device, else the other.</summary>
    /// <param name="asked">Null for no preference.</param>
    /// <param name="device">Name and description, for the error.</param>
    /// <param name="isChecked">GAN_CHECKED=1: indices are checked in the translator's C only.</param>
    /// <exception cref="InputException">It cannot serve the device.</exception>
    internal KernelCompiler Choose(KernelCompiler? asked, string device, bool isChecked)
    {
        if (Refused is string reason)
            throw new InputException($"The device {device} cannot be used: {reason}.");
        if (isChecked && asked == KernelCompiler.Ilgpu)
            throw new InputException(
                "GAN_CHECKED=1 checks indices in the translator's C, which ILGPU does not compile: leave out --compiler ilgpu, or unset "
                + "GAN_CHECKED.");
        KernelCompiler compiler = asked ?? (isChecked ? KernelCompiler.C : RefusalOf(Preferred) == null ? Preferred : 1 - Preferred);
        if (RefusalOf(compiler) is not string refusal)
            return compiler;
        throw new InputException(asked == null
            ? $"GAN_CHECKED=1 needs the compiler c, which cannot serve the device {device}: {refusal}."
            : $"The compiler {NameOf(compiler)} cannot serve the device {device}: {refusal}; --compiler {NameOf(1 - compiler)} can.");
    }
}
