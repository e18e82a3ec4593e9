using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Kernels;

namespace GanFromScratch.Benchmarks.Lab;

/// <summary>The operands of a case in the memory of a device.</summary>
internal sealed class PlacedOperands : IDisposable
{
    private readonly KernelCase work;
    private readonly Device device;
    private readonly DeviceBuffer[] buffers;

    public PlacedOperands(KernelCase work, Device device)
    {
        this.work = work;
        this.device = device;
        buffers = Array.ConvertAll(work.Operands, o => device.Rent(o.Length));
        Views = [.. buffers.Zip(work.Operands, (b, o) => new BufferView(b, 0, o.Length))];
    }

    public BufferView[] Views { get; }

    /// <summary>All operands in their state before a launch.</summary>
    public void Upload()
    {
        for (int i = 0; i < Views.Length; i++)
            work.Operands[i].Upload(Views[i]);
    }

    /// <summary>The results after the launches so far.</summary>
    public float[][] Results() =>
        [
            .. Views.Zip(work.Operands).Where(p => p.Second.IsResult).Select(
                p => p.Second.HoldsWords ? DownloadWords(p.First) : Download(p.First))];

    public void Dispose()
    {
        device.Synchronize();
        foreach (DeviceBuffer buffer in buffers)
            buffer.Release();
    }

    private float[] DownloadWords(BufferView view)
    {
        uint[] words = new uint[view.Length];
        device.DownloadWords(view, words);
        return Array.ConvertAll(words, w => (float)w);
    }

    private float[] Download(BufferView view)
    {
        float[] values = new float[view.Length];
        device.Download(view, values);
        return values;
    }
}
