using System.Globalization;
using System.Text;

namespace GanFromScratch.Engine;

/// <summary>The text of a tensor in a debugger or on the console.</summary>
public partial class Tensor
{
    private const int Edge = 3;

    /// <summary>
    /// The values in nested brackets, long dimensions shortened to their first and last three, then shape and device:
    /// <c>[[1, 2], [3, 4]] (2, 2) on cpu</c>.
    /// </summary>
    public override string ToString()
    {
        if (disposed)
            return $"disposed tensor {Shape}";
        if (Device.Recording != null)
            return $"tensor {Shape} on {Device}, being recorded";
        var text = new StringBuilder();
        Append(text, ToArray(), 0, 0);
        return text.Append(' ').Append(Shape).Append(" on ").Append(Device).Append(Node != null ? $", from {Node.Name}" : "").ToString();
    }

    private void Append(StringBuilder text, float[] values, int axis, int offset)
    {
        if (axis == Rank)
        {
            text.Append(values[offset].ToString("G5", CultureInfo.InvariantCulture));
            return;
        }

        int size = Shape[axis], stride = Shape.Product(axis + 1, Rank);
        text.Append('[');
        for (int i = 0; i < size; i++)
        {
            if (size > 2 * Edge + 1 && i == Edge)
            {
                text.Append(", …");
                i = size - Edge;
            }

            if (i > 0)
                text.Append(axis == Rank - 1 ? ", " : ",\n" + new string(' ', axis + 1));
            Append(text, values, axis + 1, offset + (i * stride));
        }

        text.Append(']');
    }
}
