using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Data.Captions;

namespace GanFromScratch.Tests.Gan.Data;

/// <summary>Captions of two digits, the words of any captions, and the images that belong to them.</summary>
public sealed class DigitCaptionTests
{
    [Test]
    public void Every_caption_has_a_number_of_its_own_and_another_text()
    {
        Assert.That(DigitCaption.All.Texts.Distinct().Count(), Is.EqualTo(DigitCaption.Count));
        Assert.That(
            Enumerable.Range(0, DigitCaption.Count).Select(number => DigitCaption.Of(number).Number),
            Is.EqualTo(Enumerable.Range(0, DigitCaption.Count)));
        Assert.That((DigitCaption.All.Words.Count, DigitCaption.All.Length), Is.EqualTo((17, 10)));
        var caption = new DigitCaption(new(7, StrokeWeight.Thin, false), new(3, StrokeWeight.Thick, true), FromLeft: true);
        Assert.That($"{caption}", Is.EqualTo("a thin seven left of a thick, slanted three"));
        Assert.That($"{caption with { FromLeft = false }}", Is.EqualTo("a thick, slanted three right of a thin seven"));
    }

    [Test]
    public void Captions_are_numbers_of_words_behind_zeros_and_an_unknown_word_is_named_with_those_there_are()
    {
        var captions = new CaptionSet(["A red apple", "a pear"]);
        Assert.That(captions.Words, Is.EqualTo(new[] { "a", "red", "apple", "pear" }));
        Assert.That(captions.Numbers, Is.EqualTo(new[] { 1, 2, 3, 0, 1, 4 }));
        Assert.That(captions.Only("red, RED pear; a red apple!").Numbers, Is.EqualTo(new[] { 2, 2, 4, 1, 2, 3 }));
        Assert.That(
            () => captions.Only("a blue pear"),
            Throws.TypeOf<InputException>().With.Message.EqualTo(
                "The word 'blue' is in no caption that was learnt; known are: a, apple, pear, red."));
        Assert.That(() => captions.Only("…"), Throws.TypeOf<InputException>().With.Message.Contains("has no word"));
    }

    [Test]
    public void Thickness_is_the_width_of_a_stroke_and_slant_its_lean()
    {
        byte[] stroke = new byte[20 * 40];
        for (int y = 0; y < 40; y++)
            stroke.AsSpan((y * 20) + 8, 3).Fill(255);
        Assert.That(Strokes.Thickness(stroke, width: 20), Is.EqualTo(3).Within(0.3), "an outline of twice its length and the short sides");
        Assert.That(Strokes.Slant(stroke, width: 20), Is.EqualTo(0).Within(1e-9));
        byte[] leaning = new byte[20 * 20];
        for (int y = 0; y < 20; y++)
            leaning[(y * 20) + 19 - y] = 255;
        Assert.That(Strokes.Slant(leaning, width: 20), Is.EqualTo(1).Within(1e-9));
        Assert.That(Strokes.Thickness(new byte[4], width: 2), Is.Zero);
    }

    [Test]
    public void Images_show_what_their_captions_say_and_are_the_same_each_time()
    {
        ImageSet digits = DatasetCatalog.Default.Load("mnist", DatasetPart.Test);
        var looks = new DigitLooks(digits);
        ImageSet made = CaptionedDigits.Make(digits, looks, DatasetPart.Test);
        Assert.That((made.Format, made.ClassCount), Is.EqualTo((new ImageFormat(1, 28, 56), DigitCaption.Count)));
        Assert.That(CaptionedDigits.Make(digits, looks, DatasetPart.Test).Pixels.SequenceEqual(made.Pixels));
        ImageSet some = made.Take(200), halves = CaptionedDigits.Halves(some);
        var known = Enumerable.Range(0, digits.Count).ToLookup(i => Convert.ToHexString(digits.Image(i)), i => digits.Labels![i]);
        for (int i = 0; i < some.Count; i++)
        {
            DigitCaption caption = DigitCaption.Of(some.Labels![i]);
            foreach ((int half, DigitPhrase phrase) in new[] { (2 * i, caption.Left), ((2 * i) + 1, caption.Right) })
            {
                Assert.That(known[Convert.ToHexString(halves.Image(half))].First(), Is.EqualTo(phrase.Digit));
                Assert.That(looks.Describe(halves.Image(half), 28, phrase.Digit), Is.EqualTo(phrase));
            }
        }

        // Each word of looks fits a third of the digits.
        DigitPhrase[] all = [.. made.Labels!.Select(DigitCaption.Of).SelectMany(c => new[] { c.Left, c.Right })];
        foreach (Func<DigitPhrase, bool> word in new Func<DigitPhrase, bool>[]
            { p => p.Weight == StrokeWeight.Thin, p => p.Weight == StrokeWeight.Thick, p => p.Slanted })
            Assert.That(all.Count(word) / (double)all.Length, Is.EqualTo(1 / 3.0).Within(0.02));
    }
}
