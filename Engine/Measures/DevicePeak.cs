using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Measures;

/// <summary>
/// A device's peak performance, measured: fused multiply-adds on registers only, and a copy much larger than the caches. All other
/// figures are compared with these two.
/// </summary>
/// <param name="Gflops">Billions of floating-point operations a second; a multiply-add is two.</param>
/// <param name="GigabytesPerSecond">Bytes read and bytes written.</param>
internal readonly record struct DevicePeak(double Gflops, double GigabytesPerSecond)
{
    private const int CopyFloats = 64 << 20, Runs = 7;

    /// <exception cref="InputException">The device cannot be measured.</exception>
    public static DevicePeak Measure(Device device) => device switch
    {
        CpuDevice cpu => new(CpuGflops(cpu), CopySpeed(cpu, (x, y) => cpu.Launch(new CopyPeak(x, y)))),
        SimtDevice { Traits.IsProcessor: true } simt => new(
            Math.Max(ProcessorGflops<Chains6>(simt), ProcessorGflops<Chains12>(simt)),
            CopySpeed(simt, (x, y) => PeakSimt.CopyAlone(simt, Division.Runs(simt, CopyFloats), x, y))),
        SimtDevice simt => new(GpuGflops(simt), CopySpeed(simt, (x, y) => PeakSimt.Copy(simt, Division.GroupsOfSeveral(CopyFloats), x, y))),
        _ => throw new InputException($"The device '{device.Name}' is written to be read, not for speed; measure cpu, opencl or cuda."),
    };

    private static double CpuGflops(CpuDevice cpu) =>
        FmaPeak.Flops(SimdWidth.Widest / 32) * cpu.Threads / Fastest(cpu, () => cpu.Launch(new FmaPeak(cpu.Threads))) / 1e9;

    private static double ProcessorGflops<TChains>(SimtDevice device)
        where TChains : unmanaged, IChainCount
    {
        const int steps = 2_000_000;
        int groups = device.Traits.ComputeUnits;
        DeviceBuffer result = device.Rent(groups);
        var y = new BufferView(result, 0, groups);
        double seconds = Fastest(device, () => PeakSimt.MultiplyAddAlone<TChains>(device, groups, y, steps, 0.999f, 0.001f));
        result.Release();
        return 2.0 * PeakSimt.Vector * TChains.Count * steps * groups / seconds / 1e9;
    }

    private static double GpuGflops(SimtDevice device)
    {
        // As many items as a multiprocessor keeps in flight, several times over, so that the last ones to end have little weight.
        const int steps = 4096, groupsPerUnit = 64;
        int groups = groupsPerUnit * device.Traits.ComputeUnits, items = groups * Division.GroupSize;
        DeviceBuffer result = device.Rent(items);
        var y = new BufferView(result, 0, items);
        double seconds = Fastest(device, () => PeakSimt.MultiplyAdd(device, groups, y, steps, 0.999f, 0.001f));
        result.Release();
        return 2.0 * PeakSimt.Chains * steps * items / seconds / 1e9;
    }

    private static double CopySpeed(Device device, Action<BufferView, BufferView> copy)
    {
        DeviceBuffer source = device.Rent(CopyFloats), target = device.Rent(CopyFloats);
        BufferView x = new(source, 0, CopyFloats), y = new(target, 0, CopyFloats);
        Kernels.Elementwise.Fill.Run(x, 1);
        double seconds = Fastest(device, () => copy(x, y));
        source.Release();
        target.Release();
        return 2.0 * sizeof(float) * CopyFloats / seconds / 1e9;
    }

    // The best run gives the peak: other runs were slower for reasons outside the device.
    private static double Fastest(Device device, Action enqueue)
    {
        KernelTimer.Once(device, enqueue);
        return Enumerable.Range(0, Runs).Min(_ => KernelTimer.Once(device, enqueue));
    }
}
