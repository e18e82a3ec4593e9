using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Tests.Support;

/// <summary>Runs a SIMD launch in a chosen width and cut into chosen ranges, to prove that neither changes what it means.</summary>
internal static class SimdRun
{
    /// <summary>The widths to test; each computes on any machine, in hardware or not.</summary>
    public static readonly int[] Widths = [128, 256, 512];

    public static void Execute<TLaunch>(TLaunch launch, int width, int pieces = 1)
        where TLaunch : unmanaged, ISimdLaunch<TLaunch>
    {
        int size = Math.Max(((launch.Items + pieces - 1) / pieces + launch.Grain - 1) / launch.Grain * launch.Grain, 1);
        for (int begin = 0; begin < launch.Items; begin += size)
        {
            int end = Math.Min(begin + size, launch.Items);
            switch (width)
            {
                case 512: launch.Run<Lanes512>(begin, end); break;
                case 256: launch.Run<Lanes256>(begin, end); break;
                default: launch.Run<Lanes128>(begin, end); break;
            }
        }

        TLaunch.Finish(launch);
    }
}
