using System.Globalization;

namespace GanFromScratch.Engine.Devices.Cuda;

/// <summary>NVIDIA's GPUs by name: <c>cuda</c> is the first, <c>cuda:1</c> the second.</summary>
internal static class CudaCatalog
{
    /// <summary>Every GPU, usable or not; where there is none at all, one entry that says why.</summary>
    public static IEnumerable<DeviceCatalog.Entry> List() => CudaInstallation.Current is { Refused: string reason }
        ? [new DeviceCatalog.Entry("cuda", "NVIDIA GPU", reason)]
        : CudaInstallation.Current.Gpus.Select(g => new DeviceCatalog.Entry(g.Name, g.Description, g.Refused));

    /// <summary>The name of the first GPU that can be used; null if there is none.</summary>
    public static string? FirstUsable => CudaInstallation.Current.Gpus.FirstOrDefault(g => g.Refused == null)?.Name;

    /// <summary>Whether a name means a device of this kind, be it there or not.</summary>
    public static bool IsName(string name) => name == "cuda" || name.StartsWith("cuda:", StringComparison.Ordinal);

    /// <summary>Opens <c>cuda</c> or <c>cuda:n</c>.</summary>
    /// <exception cref="InputException">It is not there, or it cannot be used.</exception>
    public static CudaDevice Open(string name)
    {
        CudaInstallation installation = CudaInstallation.Current;
        if (installation.Refused != null)
            throw new InputException($"The device {name} cannot be used: {installation.Refused}.");
        int index = name == "cuda" ? 0
            : int.TryParse(name.AsSpan("cuda:".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : -1;
        return index >= 0 && index < installation.Gpus.Count
            ? new CudaDevice(installation.Gpus[index], installation.CompilerVersion)
            : throw new InputException($"Unknown device '{name}': this machine has {string.Join(", ", installation.Gpus.Select(g => g.Name))}.");
    }
}
