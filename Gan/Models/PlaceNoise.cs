using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// Joins noise of each place to what a body makes of the first numbers of z: z (N, first + C·L) → (N, body's channels + C, L), the last C
/// channels being z itself.
/// </summary>
public sealed class PlaceNoise : Module
{
    private readonly Sequential body;
    private readonly int first;
    private readonly Shape places;

    /// <summary>Takes ownership of the body: it is disposed with it.</summary>
    /// <param name="body">(N, <paramref name="first"/>) → (N, channels, L).</param>
    /// <param name="first">Numbers of z that the body reads.</param>
    /// <param name="places">(C, L) of the noise.</param>
    public PlaceNoise(Sequential body, int first, Shape places)
    {
        this.body = AddChild("body", body);
        (this.first, this.places) = (first, places);
    }

    public override string Description => "PlaceNoise";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        Shape noise = [x.Shape[0], .. places];
        return Tensor.Concat([body.Forward(x.Slice(1, 0, first)), x.Slice(1, first, places.Size).Reshape(noise)], 1);
    }

    public override Shape ChildInput(Shape input) => input.With(1, first);

    public override Shape OutputShape(Shape input)
    {
        if (input.Rank != 2 || input[1] != first + places.Size)
            throw WrongInput($"(N, {first + places.Size})", input);
        Shape made = body.OutputShape(ChildInput(input));
        return made.With(1, made[1] + places[0]);
    }
}
