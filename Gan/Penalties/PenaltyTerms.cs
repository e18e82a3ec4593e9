using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Penalties;

/// <summary>The penalties of a run, and which of them are due in a step.</summary>
/// <param name="text">As <see cref="PenaltySetting.Parse"/> reads it.</param>
internal sealed class PenaltyTerms(string text)
{
    private readonly IReadOnlyList<PenaltySetting> settings = PenaltySetting.Parse(text);

    /// <summary>The set that is due, a bit mask.</summary>
    public long Due { get; private set; }

    /// <summary>A warning about a discriminator whose gradients of samples mix; null if there is none.</summary>
    public string? Caution(Module discriminator, GanModel model, TrainingOptions options) =>
        settings.Count == 0 || !discriminator.MixesSamples ? null
        : $"In this discriminator a sample's score depends on its whole batch, so --penalty {options.Penalty} mixes the gradients of "
        + "samples; " + (options.Minibatch != MinibatchFeatures.None
            ? $"--minibatch {options.Minibatch.ToString().ToLowerInvariant()} is the reason."
            : model.DiscriminatorNorms.Contains(Normalization.Layer) ? "--norm-d layer keeps them apart, as WGAN-GP does."
            : $"model {model.Name} was published so.");

    /// <summary>Determines what is due.</summary>
    /// <param name="step">Counted from 0.</param>
    public void Begin(long step)
    {
        Due = 0;
        for (int i = 0; i < settings.Count; i++)
            Due |= settings[i].IsDue(step) ? 1L << i : 0;
    }

    /// <summary>The loss with all terms that are due.</summary>
    public Tensor AddTo(Tensor total, PenaltyInput input)
    {
        for (int i = 0; i < settings.Count; i++)
        {
            if ((Due & (1L << i)) != 0)
                total += settings[i].Penalty.Of(input) * (settings[i].Weight * settings[i].Interval);
        }

        return total;
    }
}
