using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Devices.Cuda;

/// <summary>NVIDIA's GPUs by number: 0 is named <c>cuda</c>, the next one <c>cuda:1</c>.</summary>
internal static class CudaCatalog
{
    /// <summary>Every GPU, usable or not; if there is none, one entry with the reason.</summary>
    public static IEnumerable<DeviceCatalog.Entry> List() => CudaInstallation.Current is { Refused: string reason }
        ? [new DeviceCatalog.Entry("cuda", "NVIDIA GPU", reason)]
        : CudaInstallation.Current.Gpus.Select(
            g => new DeviceCatalog.Entry(g.Name, g.Description, g.Compilers.Refused) { Compilers = g.Compilers });

    /// <summary>The first usable GPU, with this compiler if one is requested; null if there is none.</summary>
    public static int? FirstUsable(KernelCompiler? asked) =>
        CudaInstallation.Current.Gpus.FirstOrDefault(g => g.Compilers.Serves(asked))?.Index;

    /// <exception cref="InputException">It is not there, or it cannot be used.</exception>
    public static CudaDevice Open(int number, KernelCompiler? asked)
    {
        CudaInstallation installation = CudaInstallation.Current;
        if (installation.Refused != null)
            throw new InputException($"The device '{CudaGpu.NameOf(number)}' cannot be used: {installation.Refused}.");
        return number < installation.Gpus.Count
            ? new CudaDevice(installation.Gpus[number], installation, asked)
            : throw new InputException(
                $"There is no device '{CudaGpu.NameOf(number)}': this machine has "
                + $"{string.Join(", ", installation.Gpus.Select(g => g.Name))}.");
    }
}
