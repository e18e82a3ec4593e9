using System.Globalization;
using System.Text.RegularExpressions;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Devices.OpenCl;

/// <summary>A device as described by its driver. <see cref="Failure"/> is set if the driver could not describe it.</summary>
internal sealed partial record OpenClDeviceInfo
{
    /// <summary>The requirements of the largest groups of kernels.</summary>
    public const int ItemsNeeded = 256;

    public nint Platform { get; init; }

    public nint Handle { get; init; }

    public string PlatformName { get; init; } = "OpenCL";

    public string Name { get; init; } = "unknown device";

    /// <summary>"OpenCL 1.2 …".</summary>
    public string Version { get; init; } = "";

    public string DriverVersion { get; init; } = "";

    /// <summary>FULL_PROFILE or EMBEDDED_PROFILE.</summary>
    public string Profile { get; init; } = "";

    /// <summary>Whether pointers may be generic (the generic address space of OpenCL C 2.0).</summary>
    public bool HasGenericAddressSpace { get; init; }

    public ulong Type { get; init; }

    public int ComputeUnits { get; init; }

    public long MaxGroupSize { get; init; }

    public long MemoryBytes { get; init; }

    /// <summary>The largest single buffer.</summary>
    public long LargestBufferBytes { get; init; }

    public bool IsLittleEndian { get; init; }

    public bool IsAvailable { get; init; }

    public bool HasCompiler { get; init; }

    /// <summary>The reason why the driver could not describe the device; null if it could.</summary>
    public string? Failure { get; init; }

    public bool IsGpu => (Type & OpenClLibrary.TypeGpu) != 0;

    public bool IsProcessor => (Type & OpenClLibrary.TypeCpu) != 0;

    /// <summary>One line for display.</summary>
    public string Description => Failure != null ? $"{Name} ({PlatformName})" : string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}, {ComputeUnits} compute {(ComputeUnits == 1 ? "unit" : "units")}, {MemoryBytes / 1e9:0.0} GB, {ShortVersion()} "
        + $"({PlatformName})");

    /// <summary>
    /// Each compiler's support for it. A processor runs the translator's C: its kernels use vectors of 16 floats, which ILGPU splits into
    /// scalars (a step of mlp on PoCL 5: 47 ms in C, 373 ms through ILGPU).
    /// </summary>
    public CompilerChoice Compilers => Refusal() is string reason
        ? new(reason, reason)
        : new(IlgpuRefusal(), null) { Preferred = IsProcessor ? KernelCompiler.C : KernelCompiler.Ilgpu };

    /// <summary>The language's version for ILGPU's programs.</summary>
    public string IlgpuOptions => Major >= 3 ? "-cl-std=CL3.0" : "-cl-std=CL2.0";

    private int Major =>
        VersionNumber().Match(Version) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    /// <summary>The reason why kernels cannot run on it; null if they can.</summary>
    public string? Refusal()
    {
        if (Failure != null)
            return Failure;
        if (!IsAvailable)
            return "its driver reports it as unavailable";
        if (!HasCompiler)
            return "its driver has no compiler for kernels";
        Match version = VersionNumber().Match(Version);
        if (!version.Success)
            return $"its driver reports the version '{Version}', which cannot be parsed";
        int major = int.Parse(
            version.Groups[1].Value,
            CultureInfo.InvariantCulture), minor = int.Parse(version.Groups[2].Value, CultureInfo.InvariantCulture);
        if (major < 1 || (major == 1 && minor < 2))
            return $"it offers OpenCL {major}.{minor}, and 1.2 is needed";
        if (Profile == "EMBEDDED_PROFILE")
            return "it offers only OpenCL's embedded profile, which may leave out 64-bit integers and infinities";
        if (!IsLittleEndian)
            return "it is big-endian";
        if (MaxGroupSize < ItemsNeeded)
            return $"its groups hold at most {MaxGroupSize} items, and {ItemsNeeded} are needed";
        return null;
    }

    // ILGPU's own requirements for a device.
    private string? IlgpuRefusal() =>
        Major < 2 ? $"it needs OpenCL C 2.0, and the driver offers {ShortVersion()}"
        : !HasGenericAddressSpace ? "it needs OpenCL's generic address space, which the driver does not offer"
        : null;

    private string ShortVersion() => VersionNumber().Match(Version) is { Success: true } match ? match.Value : Version;

    [GeneratedRegex(@"^OpenCL (\d{1,4})\.(\d{1,4})")]
    private static partial Regex VersionNumber();
}
