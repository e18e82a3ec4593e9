using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels;

namespace GanFromScratch.Tests.Support;

/// <summary>
/// The versions of a kernel by name, for tests that run each of them: <c>GPU 2 SharedTile</c>, <c>processor 1 Panels</c>, <c>chosen</c>.
/// </summary>
internal static class Versions
{
    private const string Chosen = "chosen";

    /// <summary>Every version there is, and the dispatcher's choice. A new version is tested by itself.</summary>
    public static IEnumerable<string> Of<TLaunch>()
        where TLaunch : struct, IKernelLaunch<TLaunch> =>
        [
            .. TLaunch.Gpu.All.Select((v, i) => $"GPU {i + 1} {v.Name}"),
            .. TLaunch.Processor.All.Select((v, i) => $"processor {i + 1} {v.Name}"), Chosen];

    /// <summary>Runs a version.</summary>
    /// <returns>Whether it is right at these sizes at all; if not, nothing ran.</returns>
    public static bool Run<TLaunch>(string name, SimtDevice device, TLaunch launch)
        where TLaunch : struct, IKernelLaunch<TLaunch>
    {
        if (name == Chosen)
        {
            KernelDispatch.Run(launch);
            return true;
        }

        string[] words = name.Split(' ');
        KernelVersion<TLaunch> version = (words[0] == "GPU" ? TLaunch.Gpu : TLaunch.Processor).All[int.Parse(words[1]) - 1];
        if (!version.CanDo(launch, device.Traits))
            return false;
        version.Launch(device, launch);
        return true;
    }
}
