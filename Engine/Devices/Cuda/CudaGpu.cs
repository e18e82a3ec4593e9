using System.Globalization;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Devices.Cuda;

/// <summary>One GPU as described by the driver, before it is opened.</summary>
/// <param name="Index">Its number, from 0, after CUDA_VISIBLE_DEVICES.</param>
/// <param name="Handle">The driver's number for it.</param>
/// <param name="Model">Its name.</param>
/// <param name="Memory">In bytes.</param>
/// <param name="Architecture">Its compute capability without the point: 86 for 8.6.</param>
/// <param name="Multiprocessors">The minimum number of groups that run side by side.</param>
internal sealed record CudaGpu(int Index, int Handle, string Model, long Memory, int Architecture, int Multiprocessors)
{
    /// <summary>The value of <c>--device</c>.</summary>
    public string Name => NameOf(Index);

    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{Model}, {Memory / (double)(1 << 30):0.#} GiB, {Multiprocessors} multiprocessors, compute capability "
        + $"{Architecture / 10}.{Architecture % 10}");

    public static string NameOf(int index) => index == 0 ? "cuda" : $"cuda:{index}";

    /// <summary>Each compiler's support for it; both reject a GPU that cannot be used.</summary>
    public CompilerChoice Compilers { get; init; } = new(null, null);

    /// <summary>The compiler of the translator's C for it; null if there is none.</summary>
    public NvrtcCompiler? Compiler { get; init; }
}
