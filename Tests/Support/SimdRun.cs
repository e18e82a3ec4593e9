using System.Globalization;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Tests.Support;

/// <summary>Runs a SIMD launch in a chosen width and cut into chosen ranges, to prove that neither changes what it means.</summary>
internal static class SimdRun
{
    /// <summary>
    /// The widths to test; each computes on any machine, in hardware or not. Where instructions are switched off, only those that are left
    /// in hardware: software that stands in for the others is slow, and is the runtime's own.
    /// </summary>
    public static readonly int[] Widths = [.. new[] { 128, 256, 512 }.Where(bits => bits <= Tier)];

    /// <summary>The variable that tells a test run of its <see cref="Tier"/>.</summary>
    public const string TierVariable = "GAN_TEST_TIER";

    /// <summary>The widest registers that this test run may find, in bits.</summary>
    public static int Tier => int.Parse(Environment.GetEnvironmentVariable(TierVariable) ?? "512", CultureInfo.InvariantCulture);

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
