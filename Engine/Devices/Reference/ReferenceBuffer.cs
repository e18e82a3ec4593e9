namespace GanFromScratch.Engine.Devices.Reference;

/// <summary>A managed array of doubles.</summary>
internal sealed class ReferenceBuffer(Device device, int length) : DeviceBuffer(device, length)
{
    private readonly double[] values = new double[length];

    public override long Bytes => (long)Length * sizeof(double);

    public static Span<double> Span(BufferView view) => ((ReferenceBuffer)view.Buffer).values.AsSpan(view.Offset, view.Length);

    // The garbage collector takes the array.
    internal override void Free() => Device.CountBytes(-Bytes);
}
