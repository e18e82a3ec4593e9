using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Gan.Models;

namespace GanFromScratch.Tests.Gan.Training;

/// <summary>Real samples with the labels of others, in the discriminator's loss.</summary>
public sealed class WrongLabelsTests : ModelFixture
{
    [Test]
    public void Each_real_sample_is_judged_with_the_label_of_the_one_before_it_at_half_the_weight()
    {
        Condition condition = new Captioned { Labels = new ClassLabels(9) };
        Tensor own = Tensor.From(Device, [3], [4f, 5, 6]);
        condition.Labels.Current = own;
        float[] wrong = [];
        Tensor loss = WrongLabels.AddTo(Tensor.Scalar(Device, 2), condition, () =>
        {
            wrong = condition.Labels.Required.ToArray();
            return Tensor.Scalar(Device, 4);
        });
        Assert.That(wrong, Is.EqualTo(new float[] { 6, 4, 5 }));
        Assert.That(loss.ToArray(), Is.EqualTo(new float[] { 3 }));
        Assert.That(condition.Labels.Current, Is.SameAs(own), "as before");
    }

    [Test]
    public void Other_conditions_judge_no_wrong_labels()
    {
        Tensor loss = Tensor.Scalar(Device, 2);
        Assert.That(WrongLabels.AddTo(loss, new Cgan(), () => throw new InvalidOperationException()), Is.SameAs(loss));
    }
}
