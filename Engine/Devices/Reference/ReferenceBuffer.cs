namespace GanFromScratch.Engine.Devices.Reference;

/// <summary>A managed array of doubles.</summary>
internal sealed class ReferenceBuffer(Device device, int length) : DeviceBuffer(device, length)
{
    private readonly double[] values = new double[length];

    public override long Bytes => (long)Length * sizeof(double);

    public static Span<double> Span(BufferView view) => view.Buffer is ReferenceBuffer buffer
        ? buffer.values.AsSpan(view.Offset, view.Length)
        : throw new InputException(
            $"A kernel on reference was given a tensor on {view.Device}; all operands of an op must be on one device.");

    // The garbage collector frees the array.
    internal override void Free() => Device.CountBytes(-Bytes);
}
