using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Models;

namespace GanFromScratch.Gan.Scores.Measures;

/// <summary>
/// How much an image changes on its way into the other sort and back (Zhu et al. 2017): the mean |F(G(a)) − a| and |G(F(b)) − b| over the
/// pixels, as shares of their range.
/// </summary>
internal static class CycleError
{
    private const int Chunk = 250;

    /// <summary>Both errors of a network that translates both ways.</summary>
    /// <param name="exchange">T(a, b) = (F(b), G(a)).</param>
    /// <param name="pairs">One after the other, of any number.</param>
    /// <param name="model">Their shape and range.</param>
    /// <param name="device">Of the network.</param>
    public static (double A, double B) Of(Exchange exchange, ReadOnlySpan<float> pairs, TranslationModel model, Device device)
    {
        using var noGrad = new NoGradScope();
        int size = model.DataShape.Size, count = pairs.Length / size;
        double a = 0, b = 0;
        for (int done = 0; done < count; done += Chunk)
        {
            using var scope = new TensorScope();
            int n = Math.Min(Chunk, count - done);
            Tensor x = Tensor.From(device, [n, .. model.DataShape], pairs.Slice(done * size, n * size));
            Tensor change = (exchange.Forward(exchange.Forward(x)) - x).Abs();
            a += model.Input(change).Sum().ToArray()[0];
            b += model.Output(change).Sum().ToArray()[0];
        }

        double range = (model.Range.High - model.Range.Low) * ((double)count * model.SampleShape.Size);
        return (a / range, b / range);
    }
}
